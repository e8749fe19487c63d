package org.jftrace.tracefs.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.junit.jupiter.api.Test;

class TraceOptionsTest {
    private final List<String> changes = new ArrayList<>();
    private final TraceOptions options =
            new TraceOptions(true, new Object(), (option, on) -> changes.add(option + "=" + on));

    @Test
    void theNamesAreTheRecordingsAndThoseOfTheProfilerAndOfReturnValues() {
        List<String> names = new ArrayList<>(options.names());
        assertTrue(names.removeAll(List.of("funcgraph-retval", "funcgraph-retval-hex", "graph-time")));
        assertEquals(
                "annotate bin blk_cgname blk_cgroup blk_classic block context-info disable_on_free display-graph event-fork"
                        + " fields func-no-repeats func_stack_trace funcgraph-abstime funcgraph-cpu funcgraph-duration"
                        + " funcgraph-irqs funcgraph-overhead funcgraph-overrun funcgraph-proc funcgraph-tail"
                        + " function-fork function-trace hash-ptr hex irq-info latency-format markers overwrite"
                        + " pause-on-trace print-parent printk-msg-only raw record-cmd record-tgid sleep-time stacktrace"
                        + " sym-addr sym-offset sym-userobj test_nop_accept test_nop_refuse trace_printk"
                        + " trace_printk_dest userstacktrace verbose",
                String.join(" ", names));
    }

    @Test
    void aChangeIsToldOnce() {
        options.set("overwrite", true);
        options.set("overwrite", false);
        options.set("overwrite", false);
        assertEquals(List.of("overwrite=0"), changes);
        assertFalse(options.get("overwrite"));
        assertTrue(options.get("annotate"));
    }

    @Test
    void whatIsUnknownOrRefusesIsInvalid() {
        for (String name : List.of("nonsense", "test_nop_refuse", "")) {
            FtraceException refused = assertThrows(FtraceException.class, () -> options.set(name, true));
            assertEquals(Errno.EINVAL, refused.errno());
        }
    }
}
