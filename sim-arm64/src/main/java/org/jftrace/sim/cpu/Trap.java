package org.jftrace.sim.cpu;

/** Thrown by a step that refuses to execute; the CPU makes a {@link CpuFault} of it, since it knows where it is. */
public final class Trap extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes a trap.
     *
     * @param reason such as {@code breakpoint 0x100}
     */
    public Trap(String reason) {
        super(reason, null, false, false);
    }
}
