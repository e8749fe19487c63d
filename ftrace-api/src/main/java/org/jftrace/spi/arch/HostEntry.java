package org.jftrace.spi.arch;

import org.jftrace.spi.GuestCpu;

/**
 * The entry trampolines, performed by Java on the registers of a stopped CPU. For simulators that would rather intercept
 * a branch than execute two dozen instructions. Registers, memory and what handlers see are the same as with the executed
 * code; a property test holds them equal.
 *
 * <p>Frames are built below the CPU's SP, which stays where it is: whoever lets the CPU run guest code while a handler is
 * called lowers SP by 256 first.
 */
public interface HostEntry {
    /**
     * Tells whether a branch goes to one of our trampolines, so that it can be intercepted.
     *
     * @param target of a BL that a CPU is about to execute
     * @return true if {@link #enter} can stand in for it
     */
    boolean isEntry(long target);

    /**
     * Performs the BL that the CPU is about to execute, and all the trampoline does. Allocates nothing, takes no lock,
     * reads each shared pointer once.
     *
     * @param cpu stopped before the BL of a call site: its pc is the site's ip, and the instruction before it has been
     *     executed. Afterwards its pc is where the trampoline would have returned or branched to.
     * @param target of that BL, as the CPU fetched it
     * @throws IllegalArgumentException if {@link #isEntry} is false for the target
     */
    void enter(GuestCpu cpu, long target);

    /**
     * Tells whether an address is that of a {@linkplain ReturnTrampolines return trampoline}, so that a return to it can be
     * intercepted.
     *
     * @param pc where a RET went
     * @return true if {@link #leave} can stand in for the trampoline
     */
    boolean isReturn(long pc);

    /**
     * Performs all that a return trampoline does. Allocates nothing, takes no lock.
     *
     * @param cpu stopped before the first instruction of the trampoline, its pc. Afterwards its pc is where the handler said.
     * @throws IllegalArgumentException if {@link #isReturn} is false for the pc
     */
    void leave(GuestCpu cpu);
}
