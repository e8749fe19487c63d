package org.jftrace.tracefs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jftrace.Errno;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.light.LightMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Function probes that are hit. */
class FunctionProbesTest {
    private static final String FILTER = "set_ftrace_filter";
    private static final String NONE = "#### all functions enabled ####\n";

    private final LightMachine machine = LightMachine.builder().functions(3).build();
    private final FtraceCore ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
    private final TraceFs fs = TraceFs.mount(machine, ftrace);
    private final Files files = new Files(fs);

    FunctionProbesTest() {
        machine.intercept(ftrace.hostEntry());
    }

    @AfterEach
    void close() {
        fs.close();
        ftrace.close();
        machine.close();
    }

    private void call(int function) {
        machine.cpu(0).call(machine.function(function));
    }

    @Test
    void traceoffCountsOnlyWhatItSwitchesOff() {
        files.echo("f0:traceoff:2", FILTER);
        call(1);
        assertEquals("1\n", files.cat("tracing_on"));
        call(0);
        call(0);
        assertEquals("0\n", files.cat("tracing_on"));
        assertEquals(NONE + "f0:traceoff:count=1\n", files.cat(FILTER));
        files.echo("1", "tracing_on");
        call(0);
        files.echo("1", "tracing_on");
        call(0);
        assertEquals("1\n", files.cat("tracing_on"));
        assertEquals(NONE + "f0:traceoff:count=0\n", files.cat(FILTER));
    }

    @Test
    void stacktraceRecordsAsOftenAsItWasTold() {
        files.echo("f*:stacktrace:2", FILTER);
        for (int i = 0; i < 3; i++) {
            call(0);
        }
        assertEquals(NONE + "f0:stacktrace:count=0\nf1:stacktrace:count=2\nf2:stacktrace:count=2\n", files.cat(FILTER));
        assertEquals(
                2,
                files.cat("trace")
                        .lines()
                        .filter(line -> line.contains("<stack trace>"))
                        .count());
    }

    @Test
    void allFunctionsOfAnEventCommandCountTogether() {
        files.echo("f*:enable_event:sched:sched_switch:2", FILTER);
        call(0);
        call(1);
        String label = ":enable_event:sched:sched_switch:count=1\n";
        assertEquals(NONE + "f0" + label + "f1" + label + "f2" + label, files.cat(FILTER));
    }

    @Test
    void snapshotAndDumpTakeTheBuffer() {
        files.echo("f1", FILTER);
        files.echo("function", "current_tracer");
        call(1);
        files.append("f0:snapshot:1", FILTER);
        call(0);
        assertTrue(files.cat("snapshot").contains("f1 <-"));
        assertEquals("f1\nf0:snapshot:count=0\n", files.cat(FILTER));
        files.append("f0:dump", FILTER);
        call(0);
        assertEquals("f1\nf0:dump:count=0\nf0:snapshot:count=0\n", files.cat(FILTER));
    }

    @Test
    void aProbeIsThereOnceAndGoesByItsCommand() {
        files.echo("f0:traceoff", FILTER);
        assertTrue(files.cat("enabled_functions").endsWith("(function_trace_probe_call+0x0/0x4)\n"));
        assertEquals(Errno.EINVAL, Files.errno(() -> files.echo("f0:traceoff", FILTER)));
        assertEquals(Errno.EINVAL, Files.errno(() -> files.echo("!f0:traceoff:1", FILTER)));
        assertEquals(Errno.EINVAL, Files.errno(() -> files.echo("!f1:traceoff", FILTER)));
        files.append("f1:traceoff", FILTER);
        files.echo("!f0:traceoff", FILTER);
        assertEquals(NONE + "f1:traceoff:unlimited\n", files.cat(FILTER));
        files.echo("!*:traceoff", FILTER);
        assertEquals(NONE, files.cat(FILTER));
        assertEquals("", files.cat("enabled_functions"));
        assertEquals(Errno.EINVAL, Files.errno(() -> files.echo("f0:traceoff", "set_ftrace_notrace")));
    }
}
