package org.jftrace.core.dispatch;

import org.jftrace.spi.TraceState;

/**
 * Keeps a task that is in a callback from entering another; the kernel's {@code trace_test_and_set_recursion}. One bit a
 * task, shared by all tracers that ask for protection.
 */
final class RecursionGuard {
    private static final int IN_CALLBACK = 1;

    private RecursionGuard() {}

    /** Takes the bit; whoever gets true must {@link #exit}, on every path. */
    static boolean tryEnter(TraceState task) {
        int bits = task.recursion();
        if ((bits & IN_CALLBACK) != 0) {
            return false;
        }
        task.setRecursion(bits | IN_CALLBACK);
        return true;
    }

    static void exit(TraceState task) {
        task.setRecursion(task.recursion() & ~IN_CALLBACK);
    }
}
