package org.jftrace.spi.arch;

import org.jftrace.returns.RegisterSet;
import org.jftrace.returns.ReturnHandler;

/** Generates the code that hooked functions return to. */
public interface ReturnTrampolines {
    /**
     * Generates a trampoline: it saves registers on the stack of the returning task with a frame record, calls the handler
     * through a host gate, puts back what the handler left and goes where the handler said.
     *
     * @param saved which registers
     * @param handler must not throw
     * @return the trampoline's address, live until {@link #free}
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#ENOMEM} if there is no memory or no gate
     */
    long open(RegisterSet saved, ReturnHandler handler);

    /**
     * Frees a trampoline, once no function will return to it and no task is in it.
     *
     * @param trampoline what {@link #open} returned
     * @throws IllegalArgumentException if it was not, or was freed already
     */
    void free(long trampoline);
}
