package org.jftrace.sim.exec.operand;

/**
 * NZCV of an operation, in bits 3 to 0. Operands and results are 64-bit numbers; those of a W register are shifted to the
 * top half, which changes none of the flags. No branches: the flags of real programs cannot be predicted.
 */
public final class Flags {
    /** C: a carry, or no borrow. */
    public static final int C = 2;

    private Flags() {}

    /**
     * Computes the flags of an addition.
     *
     * @param a an operand
     * @param b an operand
     * @param sum of both, and of a carry if there was one
     * @return NZCV
     */
    public static int add(long a, long b, long sum) {
        long carry = (a & b) | ((a | b) & ~sum);
        long overflow = (a ^ sum) & (b ^ sum);
        return logical(sum) | ((int) (carry >>> 62) & C) | (int) (overflow >>> 63);
    }

    /**
     * Computes the flags of a subtraction.
     *
     * @param a what is subtracted from
     * @param b what is subtracted
     * @param difference of both, less a borrow if there was one
     * @return NZCV
     */
    public static int subtract(long a, long b, long difference) {
        long noBorrow = (a & ~b) | ((a | ~b) & ~difference);
        long overflow = (a ^ b) & (a ^ difference);
        return logical(difference) | ((int) (noBorrow >>> 62) & C) | (int) (overflow >>> 63);
    }

    /**
     * Computes the flags of a logical operation.
     *
     * @param result of it
     * @return NZCV with C and V zero
     */
    public static int logical(long result) {
        return ((int) (result >>> 60) & 8) | (result == 0 ? 4 : 0);
    }
}
