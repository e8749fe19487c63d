package org.jftrace.sim;

/**
 * A CPU did something that it may not do, and the run ended with it. The message names the CPU, where it was (symbol and
 * offset), the instruction, and what was wrong.
 */
public final class GuestFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The number of the CPU. */
    private final int cpu;

    /** Where it was. */
    private final long pc;

    /**
     * Makes a fault.
     *
     * @param cpu the number of the CPU
     * @param pc the address of the instruction that could not be executed
     * @param message names them, and the reason
     * @param cause what the CPU, the memory or a host call threw
     */
    GuestFault(int cpu, long pc, String message, Throwable cause) {
        super(message, cause);
        this.cpu = cpu;
        this.pc = pc;
    }

    /**
     * Returns which CPU it was.
     *
     * @return its number
     */
    public int cpu() {
        return cpu;
    }

    /**
     * Returns where the CPU was.
     *
     * @return the address of the instruction that could not be executed, or the gate of the host call that threw
     */
    public long pc() {
        return pc;
    }
}
