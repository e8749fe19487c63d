package org.jftrace.core.dispatch;

import org.jftrace.spi.CpuContext;
import org.jftrace.spi.TraceState;

/**
 * Keeps a task that is in a callback from entering another; the kernel's {@code trace_test_and_set_recursion} with {@code
 * TRACE_LIST_START}. Shared by the list and all tracers that ask for protection. The kernel's other five bits, {@code
 * TRACE_FTRACE_START}, are for callbacks that protect themselves.
 *
 * <pre>
 *     bit 0 task   bit 1 softirq   bit 2 irq   bit 3 NMI   bit 4 transition
 * </pre>
 *
 * <p>A handler that interrupts a callback has a bit of its own, so its calls are traced. Between the interrupt and the
 * moment at which the CPU says so the context is still the old one: one call is let through by the transition bit.
 */
final class RecursionGuard {
    /** What no bits are. */
    static final int REFUSED = -1;

    private static final int TRANSITION = 1 << 4;

    private RecursionGuard() {}

    /**
     * Takes a bit and returns what was there before, to be given to {@link #exit} on every path; {@link #REFUSED} if the call must
     * be dropped.
     */
    static int tryEnter(TraceState task, CpuContext context) {
        int bits = task.recursion();
        int bit = context == CpuContext.TASK ? 1 : 1 << context.level(); // the common case folds to a constant
        if ((bits & bit) != 0) {
            bit = TRANSITION;
            if ((bits & bit) != 0) {
                return REFUSED;
            }
        }
        task.setRecursion(bits | bit);
        return bits;
    }

    /** Whoever interrupted the callback has put things back, too. */
    static void exit(TraceState task, int before) {
        task.setRecursion(before);
    }
}
