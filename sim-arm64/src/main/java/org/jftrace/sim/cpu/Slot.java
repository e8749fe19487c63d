package org.jftrace.sim.cpu;

/**
 * Places in the register file. Register number 31 means the stack pointer or the zero register, depending on the
 * instruction (Arm ARM C1.2.5); which one is decided when the word is decoded, so that executing it asks nothing.
 */
public final class Slot {
    /** The stack pointer. */
    public static final int SP = 31;

    /** Reads as zero, is never written. */
    public static final int ZERO = 32;

    /** Written in place of the zero register, is never read. */
    public static final int SINK = 33;

    /** How many places there are. */
    public static final int COUNT = 34;

    private Slot() {}

    /**
     * Finds where an operand is read that is XZR if its number is 31.
     *
     * @param register 0 to 31
     * @return its slot
     */
    public static int source(int register) {
        return register == 31 ? ZERO : register;
    }

    /**
     * Finds where a result is written that is XZR if its number is 31.
     *
     * @param register 0 to 31
     * @return its slot
     */
    public static int target(int register) {
        return register == 31 ? SINK : register;
    }
}
