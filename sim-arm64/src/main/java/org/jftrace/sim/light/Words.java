package org.jftrace.sim.light;

/** The instructions that a light CPU executes: Arm ARM C6.2. */
final class Words {
    /** UDF #0. */
    static final int UDF = 0;

    static final int NOP = 0xd503201f;
    static final int BTI_C = 0xd503245f;
    static final int RET = 0xd65f03c0;

    /** {@code mov x9, x30}, which is ORR X9, XZR, X30. */
    static final int MOV_X9_LR = 0xaa1e03e9;

    private Words() {}

    /** BL: 100101 in bits 31 to 26. */
    static boolean isBranchWithLink(int word) {
        return (word & 0xfc000000) == 0x94000000;
    }

    /** Where a BL at {@code pc} goes: imm26 words, signed. */
    static long branchTarget(long pc, int word) {
        return pc + ((word << 6) >> 4);
    }
}
