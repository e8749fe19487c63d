package org.jftrace.spi;

/** A Java method that guest code can call, through the address that {@link Machine#mapHostCall} gives it. */
@FunctionalInterface
public interface HostCall {
    /**
     * Runs on the thread of the calling CPU, between two of its instructions. Arguments are in x0 to x7, the result goes
     * to x0; the CPU's pc is the gate's address and x30 the return address. Whatever it throws stops the CPU with a
     * fault.
     *
     * @param cpu the caller; its registers may be read and changed until the call returns
     */
    void call(GuestCpu cpu);
}
