package org.jftrace.arm64.a64.emit;

/** The conditions, in the order of their numbers (Arm ARM C1.2.4). */
public enum Condition {
    /** Equal: Z. */
    EQ,
    /** Not equal: not Z. */
    NE,
    /** Carry set, unsigned higher or same: C. */
    CS,
    /** Carry clear, unsigned lower: not C. */
    CC,
    /** Minus: N. */
    MI,
    /** Plus or zero: not N. */
    PL,
    /** Overflow: V. */
    VS,
    /** No overflow: not V. */
    VC,
    /** Unsigned higher: C and not Z. */
    HI,
    /** Unsigned lower or same: not C or Z. */
    LS,
    /** Signed greater or equal: N is V. */
    GE,
    /** Signed less: N is not V. */
    LT,
    /** Signed greater: not Z and N is V. */
    GT,
    /** Signed less or equal: Z or N is not V. */
    LE,
    /** Always. */
    AL,
    /** Always, too; it exists so that every number has a name. */
    NV;

    /**
     * The condition that holds when this one does not.
     *
     * @return the inverse
     * @throws IllegalArgumentException for AL and NV, which always hold
     */
    public Condition inverse() {
        if (this == AL || this == NV) {
            throw new IllegalArgumentException(this + " has no inverse: it always holds");
        }
        return values()[ordinal() ^ 1];
    }

    /** {@return the number in an instruction, 0 to 15} */
    public int number() {
        return ordinal();
    }
}
