package org.jftrace.rethook;

import org.jftrace.returns.ReturnHandler;
import org.jspecify.annotations.Nullable;

/**
 * The hooked calls of one task, newest first; the kernel's {@code current->rethooks}. Touched only by the thread that runs the
 * task, or while it is stopped.
 */
final class ShadowStack {
    private @Nullable RethookNode newest;

    void push(RethookNode node) {
        node.older = newest;
        newest = node;
    }

    /**
     * Finds the call that returns now, by the sp that it was made with. Calls above it were left without returning: their
     * nodes are dropped.
     */
    @Nullable
    RethookNode returning(int cpu, long trampoline, long sp) {
        RethookNode node = newest;
        while (node != null && (Long.compareUnsigned(node.frame, sp) < 0 || node.trampoline != trampoline)) {
            newest = node.older;
            node.owner.dropped(cpu, node);
            node = newest;
        }
        return node;
    }

    /** Takes the newest off; the handlers of calls that it made itself have all run. */
    void pop(RethookNode node) {
        newest = node.older;
        node.older = null;
    }

    /** Finds the nth newest call that returns to a trampoline. */
    long realReturn(long trampoline, int nth) {
        int left = nth;
        for (RethookNode node = newest; node != null; node = node.older) {
            if (node.trampoline == trampoline && left-- == 0) {
                return node.realReturn;
            }
        }
        return ReturnHandler.NONE;
    }

    /** Drops all calls of a task that will make no more. */
    void flush(int cpu) {
        RethookNode node = newest;
        newest = null;
        while (node != null) {
            RethookNode older = node.older;
            node.older = null;
            node.owner.dropped(cpu, node);
            node = older;
        }
    }
}
