package org.jftrace.returns;

/** Opens return trampolines on one machine. Any number may be open at once, and their returns may nest in any way. */
public interface ReturnHooks {
    /**
     * Generates a trampoline.
     *
     * @param saved which registers its handler sees
     * @param handler is called when a function returns to it
     * @return a trampoline, open until it is closed
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#ENOMEM} if guest memory is used up,
     *     {@link org.jftrace.Errno#ENODEV} if the machine or its ftrace is closed
     */
    Trampoline open(RegisterSet saved, ReturnHandler handler);

    /** Code that hooked functions return to; Linux: {@code return_to_handler}, {@code arch_rethook_trampoline}. */
    interface Trampoline extends AutoCloseable {
        /**
         * Returns what a callback puts into {@link org.jftrace.FtraceRegs#setLinkRegister}.
         *
         * @return always the same address
         */
        long address();

        /**
         * Frees the code. The caller has made sure that no function will return to it any more. Closing again does
         * nothing. A trampoline that is left open stays usable for functions that are still to return, even after its
         * ftrace was closed.
         */
        @Override
        void close();
    }
}
