package org.jftrace.unicorn;

import org.jspecify.annotations.Nullable;

/** The CPU did something that it may not do, or a host call threw, and the run ended with it. */
public final class UnicornFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Where the CPU was. */
    private final long pc;

    UnicornFault(long pc, String reason, @Nullable Throwable cause) {
        super("at 0x" + Long.toHexString(pc) + ": " + reason, cause);
        this.pc = pc;
    }

    /**
     * Returns where the CPU was.
     *
     * @return the gate of the host call that threw, or an address in the basic block of the instruction: the emulator does not
     *     tell more
     */
    public long pc() {
        return pc;
    }
}
