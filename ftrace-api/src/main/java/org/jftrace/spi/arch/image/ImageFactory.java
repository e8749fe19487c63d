package org.jftrace.spi.arch.image;

import org.jftrace.spi.AddressRange;
import org.jftrace.spi.arch.CallSite;

/** Generates trampoline images, and the code in front of a program that can itself be traced. */
public interface ImageFactory {
    /**
     * Generates an image.
     *
     * @param spec what it does
     * @param near the text that should reach it with a BL; if there is no room in its reach, it lies elsewhere
     * @return live until {@link #free}
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#ENOMEM} if there is no memory at all
     */
    TrampolineImage generate(ImageSpec spec, AddressRange near);

    /**
     * Frees an image once no task is in it or will return to it, or a stub.
     *
     * @param address of its first instruction
     * @throws IllegalArgumentException if nothing of this factory lives there
     */
    void free(long address);

    /**
     * Generates what a {@linkplain ImageSpec.ProgramCall#stub program call} goes through so that the program has a call
     * site of its own: a function of two arguments (slot 0's address, gate) that goes on to the gate.
     *
     * @return its initialised call site, which has no literal; {@link CallSite#entry()} is what to call and to free
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#ENOMEM} if there is no memory
     */
    CallSite generateStub();
}
