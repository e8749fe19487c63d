package org.jftrace;

import java.util.BitSet;
import java.util.stream.Collectors;
import org.jftrace.spi.GuestCpu;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks, on which CPUs, a tracer wants; {@code set_ftrace_pid}, {@code set_ftrace_notrace_pid} and {@code
 * tracing_cpumask}. Immutable; asking it allocates nothing.
 */
public final class TaskFilter {
    private static final TaskFilter ALL = new TaskFilter(null, new BitSet(), null);

    private final @Nullable BitSet only;
    private final BitSet except;
    private final @Nullable BitSet cpus;

    private TaskFilter(@Nullable BitSet only, BitSet except, @Nullable BitSet cpus) {
        this.only = only;
        this.except = except;
        this.cpus = cpus;
    }

    /**
     * Lets every task through.
     *
     * @return what a tracer begins with
     */
    public static TaskFilter all() {
        return ALL;
    }

    /**
     * Lets only some tasks through.
     *
     * @param ids of tasks; none at all lets nobody through
     * @return a new filter
     * @throws IndexOutOfBoundsException if one is negative
     */
    public TaskFilter only(int... ids) {
        return new TaskFilter(bits(ids), except, cpus);
    }

    /**
     * Keeps some tasks out, whatever lets them through.
     *
     * @param ids of tasks
     * @return a new filter
     * @throws IndexOutOfBoundsException if one is negative
     */
    public TaskFilter except(int... ids) {
        return new TaskFilter(only, bits(ids), cpus);
    }

    /**
     * Lets tasks through only while they run on some CPUs.
     *
     * @param ids of CPUs
     * @return a new filter
     * @throws IndexOutOfBoundsException if one is negative
     */
    public TaskFilter onCpus(int... ids) {
        return new TaskFilter(only, except, bits(ids));
    }

    private static BitSet bits(int... ids) {
        BitSet bits = new BitSet();
        for (int id : ids) {
            bits.set(id);
        }
        return bits;
    }

    /**
     * Tells whether the task that a CPU runs gets through.
     *
     * @param cpu in a traced call
     * @return true if its call is wanted
     */
    public boolean lets(GuestCpu cpu) {
        if (this == ALL) {
            return true;
        }
        int task = cpu.task().id();
        return (only == null || only.get(task)) && !except.get(task) && (cpus == null || cpus.get(cpu.id()));
    }

    /**
     * Tells whether it depends on the task; the kernel's {@code ftrace_pids_enabled}.
     *
     * @return true if some task may be kept out, on every CPU
     */
    public boolean asksForTask() {
        return only != null || !except.isEmpty();
    }

    @Override
    public String toString() {
        return (only == null ? "all tasks" : "tasks " + text(only))
                + (except.isEmpty() ? "" : " except " + text(except))
                + (cpus == null ? "" : " on cpus " + text(cpus));
    }

    private static String text(BitSet bits) {
        return bits.stream().mapToObj(Integer::toString).collect(Collectors.joining(" "));
    }
}
