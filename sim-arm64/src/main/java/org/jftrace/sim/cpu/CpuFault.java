package org.jftrace.sim.cpu;

import org.jspecify.annotations.Nullable;

/**
 * An instruction that cannot be executed: undefined, a breakpoint, or one whose memory access was refused; Linux would
 * send SIGILL, SIGTRAP, SIGSEGV or SIGBUS. The CPU's pc is that of the instruction, which has changed nothing and is not
 * counted.
 */
public final class CpuFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long pc;

    /**
     * Makes a fault.
     *
     * @param pc of the instruction
     * @param instruction the word and its text, or that there is none
     * @param reason what is wrong
     * @param cause such as a memory fault; null if there is none
     */
    public CpuFault(long pc, String instruction, String reason, @Nullable Throwable cause) {
        super("pc 0x" + Long.toHexString(pc) + " (" + instruction + "): " + reason, cause);
        this.pc = pc;
    }

    /**
     * Returns where it happened.
     *
     * @return the address of the instruction
     */
    public long pc() {
        return pc;
    }
}
