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
     * Finds the call that returns now, by trampoline and sp. Calls above it were left without returning: their nodes are
     * dropped. If there is none, all stays as it is, and the answer is null.
     */
    @Nullable
    RethookNode returning(int cpu, long trampoline, long sp) {
        RethookNode node = newest;
        while (node != null && (node.frame != sp || node.trampoline != trampoline)) {
            node = node.older;
        }
        if (node != null) {
            dropAbove(cpu, node);
        }
        return node;
    }

    private void dropAbove(int cpu, RethookNode node) {
        RethookNode above = newest;
        while (above != null && above != node) {
            newest = above.older;
            above.older = null;
            above.owner.dropped(cpu, above);
            above = newest;
        }
    }

    /** Takes a call off that has returned. What its handler called has returned too, or never will. */
    void pop(int cpu, RethookNode node) {
        dropAbove(cpu, node);
        newest = node.older;
        node.older = null;
    }

    /** Finds the nth newest call that returns to a trampoline, of those made at sp or above it. */
    long realReturn(long trampoline, long sp, int nth) {
        int left = nth;
        for (RethookNode node = newest; node != null; node = node.older) {
            boolean counts = node.trampoline == trampoline && Long.compareUnsigned(node.frame, sp) >= 0;
            if (counts && left-- == 0) {
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
