package org.jftrace.tracefs.tracer;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.tracefs.print.PrintOption;

/** The switches of a trace array, by the kernel's names; {@code options/}. Safe for use by several threads. */
public final class TraceOptions {
    /** What an instance does not have: it matters to the whole machine, or to a tracer that has no instances. */
    private static final Set<String> TOP_ONLY =
            Set.of("blk_cgname", "blk_cgroup", "blk_classic", "printk-msg-only", "record-cmd", "trace_printk");

    private static final List<String> ON = List.of(
            "annotate",
            "context-info",
            "funcgraph-cpu",
            "funcgraph-duration",
            "funcgraph-irqs",
            "funcgraph-overhead",
            "function-trace",
            "graph-time",
            "hash-ptr",
            "irq-info",
            "markers",
            "overwrite",
            "print-parent",
            "record-cmd",
            "sleep-time",
            "trace_printk",
            "trace_printk_dest");

    private static final List<String> OFF = List.of(
            "bin",
            "blk_cgname",
            "blk_cgroup",
            "blk_classic",
            "block",
            "disable_on_free",
            "display-graph",
            "event-fork",
            "fields",
            "func-no-repeats",
            "func_stack_trace",
            "funcgraph-abstime",
            "funcgraph-overrun",
            "funcgraph-proc",
            "funcgraph-retval",
            "funcgraph-retval-hex",
            "funcgraph-tail",
            "function-fork",
            "hex",
            "latency-format",
            "pause-on-trace",
            "printk-msg-only",
            "raw",
            "record-tgid",
            "stacktrace",
            "sym-addr",
            "sym-offset",
            "sym-userobj",
            "test_nop_accept",
            "test_nop_refuse",
            "userstacktrace",
            "verbose");

    private final Map<String, Boolean> values = new ConcurrentSkipListMap<>();
    private final Object lock;
    private final ObjIntConsumer<String> changed;
    private final Map<String, Consumer<Boolean>> listeners = new ConcurrentHashMap<>();

    /**
     * Sets the defaults.
     *
     * @param lock held while an option is changed
     * @param changed told of each option that changes, with 1 for on; before {@link #get} tells it
     */
    TraceOptions(boolean top, Object lock, ObjIntConsumer<String> changed) {
        this.lock = lock;
        this.changed = changed;
        ON.forEach(name -> values.put(name, true));
        OFF.forEach(name -> values.put(name, false));
        if (!top) {
            values.keySet().removeAll(TOP_ONLY);
            values.put("trace_printk_dest", false);
        }
    }

    /**
     * Returns the names.
     *
     * @return in the order of {@code ls options}
     */
    public List<String> names() {
        return List.copyOf(values.keySet());
    }

    /**
     * Tells whether an option is on.
     *
     * @param name of the option
     * @return true for on
     * @throws FtraceException {@link Errno#EINVAL} if there is no such option
     */
    public boolean get(String name) {
        Boolean value = values.get(name);
        if (value == null) {
            throw new FtraceException(Errno.EINVAL, "no trace option is called " + name);
        }
        return value;
    }

    /**
     * Switches an option.
     *
     * @param name of the option
     * @param on true for on
     * @throws FtraceException {@link Errno#EINVAL} if there is no such option, or it refuses, as {@code test_nop_refuse} is
     *     made to do
     */
    public void set(String name, boolean on) {
        synchronized (lock) {
            if (get(name) == on) {
                return;
            }
            if (name.equals("test_nop_refuse")) {
                throw new FtraceException(Errno.EINVAL, name + " refuses to be switched on");
            }
            changed.accept(name, on ? 1 : 0);
            values.put(name, on);
            listeners.getOrDefault(name, any -> {}).accept(on);
        }
    }

    /**
     * Tells somebody of changes.
     *
     * @param name of an option that nobody else listens to
     * @param listener gets what it was switched to
     */
    public void listen(String name, Consumer<Boolean> listener) {
        listeners.put(name, listener);
    }

    /** Those that matter to how entries are printed. */
    Set<PrintOption> printing() {
        return PrintOption.those(name -> values.getOrDefault(name, false));
    }
}
