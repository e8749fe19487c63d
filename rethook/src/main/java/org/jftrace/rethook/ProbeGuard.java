package org.jftrace.rethook;

import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.TaskLocal;

/**
 * Keeps a task that runs the handler of a probe from entering another in the same context; the kernel's {@code
 * ftrace_test_recursion_trylock}, and for probes that are shared with kprobes {@code kprobe_running}. Unlike the recursion
 * flag of an ops it tells, so that the call can be counted as missed.
 */
public final class ProbeGuard {
    /** What {@link #tryEnter} answers when the call must be dropped. */
    public static final int REFUSED = 0;

    private static final int TRANSITION = 1 << 4;
    private static final int KPROBE = 1 << 5;

    private final TaskLocal<int[]> marks = new TaskLocal<>(() -> new int[1]);

    ProbeGuard() {}

    /**
     * Enters the handler of a probe.
     *
     * @param cpu that the calling thread runs
     * @param shared whether the probe must not run within a kprobe's handler, nor one within it
     * @return what to give to {@link #exit} on every path, or {@link #REFUSED}
     */
    public int tryEnter(GuestCpu cpu, boolean shared) {
        int[] mark = marks.of(cpu.task());
        int taken = 1 << cpu.context().level();
        if ((mark[0] & taken) != 0) {
            taken = TRANSITION;
        }
        if (shared) {
            taken |= KPROBE;
        }
        if ((mark[0] & taken) != 0) {
            return REFUSED;
        }
        mark[0] |= taken;
        return taken;
    }

    /**
     * Leaves the handler.
     *
     * @param cpu the same
     * @param taken what {@link #tryEnter} answered
     */
    public void exit(GuestCpu cpu, int taken) {
        int[] mark = marks.of(cpu.task());
        mark[0] &= ~taken;
    }
}
