package org.jftrace.spi.arch;

import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.GuestTask;

/** Walks the stack of the task that a CPU runs, while it is in a callback. Linux: {@code arch_stack_walk}. */
public interface Unwinder {
    /** Knows the addresses that return trampolines stand in for. */
    interface HiddenReturns {
        /**
         * Finds where a function really returns to.
         *
         * @param trampoline what stands in its frame
         * @param task whose stack it is
         * @param nth how many newer frames have the same address
         * @return the address itself if it is no trampoline's, {@link org.jftrace.returns.ReturnHandler#NONE} if its owner does
         *     not know of so many
         */
        long realReturn(long trampoline, GuestTask task, int nth);
    }

    /**
     * Walks a stack. Allocates nothing.
     *
     * @param cpu in a host call, or performing one by the host twin, on the calling thread
     * @param hidden asked for each return address
     * @param addresses gets the addresses, newest first: where the traced function is, then where each caller goes on. As
     *     many as fit
     * @return how many were found; negative, less one, if the walk ended at a frame that cannot be right
     */
    int walk(GuestCpu cpu, HiddenReturns hidden, long[] addresses);
}
