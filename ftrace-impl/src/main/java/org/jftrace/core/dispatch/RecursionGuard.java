package org.jftrace.core.dispatch;

import org.jftrace.spi.CpuContext;
import org.jftrace.spi.TraceState;

/**
 * Keeps a task that is in a callback from entering another; the kernel's {@code trace_test_and_set_recursion}. There are two
 * sets of bits: one that all tracers share that ask for protection and are alone on their sites, and one for the list.
 *
 * <pre>
 *     bit 0 task   bit 1 softirq   bit 2 irq   bit 3 NMI   bit 4 transition     alone; TRACE_FTRACE_START
 *     bit 5 task   bit 6 softirq   bit 7 irq   bit 8 NMI   bit 9 transition     list; TRACE_LIST_START
 * </pre>
 *
 * <p>A handler that interrupts a callback has a bit of its own, so its calls are traced. Between the interrupt and the
 * moment at which the CPU says so the context is still the old one: one call is let through by the transition bit.
 */
final class RecursionGuard {
    /** The first bit for tracers that are alone. */
    static final int ALONE = 0;

    /** The first bit for the list. */
    static final int LIST = 5;

    private static final int TRANSITION = 1 << 4;

    private RecursionGuard() {}

    /** Takes a bit and returns it, to be given to {@link #exit} on every path; 0 if the call must be dropped. */
    static int tryEnter(TraceState task, CpuContext context, int first) {
        int bits = task.recursion();
        int bit = 1 << first << context.level();
        if ((bits & bit) != 0) {
            bit = TRANSITION << first;
            if ((bits & bit) != 0) {
                return 0;
            }
        }
        task.setRecursion(bits | bit);
        return bit;
    }

    static void exit(TraceState task, int taken) {
        task.setRecursion(task.recursion() & ~taken);
    }
}
