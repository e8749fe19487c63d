package org.jftrace.arm64.a64.emit;

import java.util.stream.Stream;

/** The conditions, in the order of their numbers (Arm ARM C1.2.4). */
public enum Condition {
    /** Equal: Z. */
    EQ(0),
    /** Not equal: not Z. */
    NE(1),
    /** Carry set, unsigned higher or same: C. */
    CS(2),
    /** Carry clear, unsigned lower: not C. */
    CC(3),
    /** Minus: N. */
    MI(4),
    /** Plus or zero: not N. */
    PL(5),
    /** Overflow: V. */
    VS(6),
    /** No overflow: not V. */
    VC(7),
    /** Unsigned higher: C and not Z. */
    HI(8),
    /** Unsigned lower or same: not C or Z. */
    LS(9),
    /** Signed greater or equal: N is V. */
    GE(10),
    /** Signed less: N is not V. */
    LT(11),
    /** Signed greater: not Z and N is V. */
    GT(12),
    /** Signed less or equal: Z or N is not V. */
    LE(13),
    /** Always. */
    AL(14),
    /** Always, too; it exists so that every number has a name. */
    NV(15);

    private final int number;

    Condition(int number) {
        this.number = number;
    }

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
        return Stream.of(values())
                .filter(condition -> condition.number == (number ^ 1))
                .findFirst()
                .orElseThrow();
    }

    /** {@return the number in an instruction, 0 to 15} */
    public int number() {
        return number;
    }
}
