package org.jftrace.sim.memory;

/** The read-modify-write operations of the LSE atomics; Arm ARM C3.2.11 (LD{@code <OP>}, ST{@code <OP>}, SWP). */
public enum AtomicOp {
    /** LDADD. */
    ADD,
    /** LDCLR: and with the complement. */
    CLR,
    /** LDEOR. */
    EOR,
    /** LDSET: or. */
    SET,
    /** LDSMAX. */
    SMAX,
    /** LDSMIN. */
    SMIN,
    /** LDUMAX. */
    UMAX,
    /** LDUMIN. */
    UMIN,
    /** SWP. */
    SWP;

    /**
     * Computes what is stored.
     *
     * @param old what is in memory; bits above the size are ignored
     * @param operand of the instruction; bits above the size are ignored
     * @param bits 8, 16, 32 or 64
     * @return the new value; bits above the size mean nothing
     */
    long apply(long old, long operand, int bits) {
        // Shifted to the top the sizes compare like 64-bit numbers, signed as well as unsigned.
        int shift = 64 - bits;
        long a = old << shift;
        long b = operand << shift;
        return switch (this) {
            case ADD -> old + operand;
            case CLR -> old & ~operand;
            case EOR -> old ^ operand;
            case SET -> old | operand;
            case SMAX -> a > b ? old : operand;
            case SMIN -> a < b ? old : operand;
            case UMAX -> Long.compareUnsigned(a, b) > 0 ? old : operand;
            case UMIN -> Long.compareUnsigned(a, b) < 0 ? old : operand;
            case SWP -> operand;
        };
    }
}
