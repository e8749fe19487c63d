package org.jftrace.spi.arch;

import java.util.Collection;
import java.util.Optional;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.GuestTask;
import org.jftrace.spi.SymbolTable;
import org.jftrace.stack.StackTrace;

/**
 * Finds out who called whom, in two ways: a walk along frame records, which is quick and right in callbacks, and a trace,
 * which knows what the code does with its frame, is right at any instruction, and says so or says why not.
 */
public interface Unwinder {
    /** Knows the addresses that return trampolines stand in for. */
    interface HiddenReturns {
        /**
         * Tells whether an address is that of a return trampoline.
         *
         * @param address any
         * @return whether {@link #realReturn} may be asked for it
         */
        boolean hides(long address);

        /**
         * Finds where a function really returns to.
         *
         * @param trampoline what stands in its frame
         * @param task whose stack it is
         * @param sp hooked calls made at a lower sp are not those of this frame, nor of an older one: they are known already, or
         *     were left without returning
         * @param nth how many of the others are known already; more than one if functions that are hooked made tail calls
         * @return {@link org.jftrace.returns.ReturnHandler#NONE} if its owner does not know of so many; it may be the same
         *     trampoline again, hooked by a function that this one made a tail call to
         */
        long realReturn(long trampoline, GuestTask task, long sp, int nth);
    }

    /** What the core knows of code that an architecture has not generated itself. */
    interface KnownCode {
        /**
         * Finds the function that an address lies in, of the main image or of a module.
         *
         * @param address any
         * @return empty if there is none
         */
        Optional<Function> function(long address);

        /**
         * Returns what direct calls go to.
         *
         * @return the first instruction of each such trampoline; a snapshot
         */
        Collection<Long> directTrampolines();
    }

    /**
     * A function and the image that it is in.
     *
     * @param name its symbol
     * @param start its first instruction
     * @param end the address behind its last
     * @param image another object for a module that was loaded again
     */
    record Function(String name, long start, long end, SymbolTable image) {}

    /**
     * Walks a stack along its frame records. Allocates nothing. Linux: {@code arch_stack_walk}.
     *
     * @param cpu in a host call, or performing one by the host twin, on the calling thread
     * @param hidden asked for each return address
     * @param addresses gets the addresses, newest first: where the traced function is, then where each caller goes on. As
     *     many as fit
     * @return how many were found; negative, less one, if the walk ended at a frame that cannot be right
     */
    int walk(GuestCpu cpu, HiddenReturns hidden, long[] addresses);

    /**
     * Takes the stack trace of the task that a CPU runs. Linux: {@code arch_stack_walk_reliable}.
     *
     * @param cpu stopped between two instructions, or in a host call that runs on the calling thread
     * @param hidden asked for each return address
     * @param code what is known of the machine's code
     * @return a trace that says whether it can be relied upon
     */
    StackTrace trace(GuestCpu cpu, HiddenReturns hidden, KnownCode code);
}
