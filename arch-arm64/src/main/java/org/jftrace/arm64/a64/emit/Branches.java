package org.jftrace.arm64.a64.emit;

import static org.jftrace.arm64.a64.BranchesExceptionsSystem.B_COND;
import static org.jftrace.arm64.a64.BranchesExceptionsSystem.CBNZ;
import static org.jftrace.arm64.a64.BranchesExceptionsSystem.CBZ;
import static org.jftrace.arm64.a64.BranchesExceptionsSystem.TBNZ;
import static org.jftrace.arm64.a64.BranchesExceptionsSystem.TBZ;

import org.jftrace.arm64.a64.BranchesExceptionsSystem;
import org.jftrace.arm64.a64.Form;

/**
 * Branches. Their reach, from the branch itself:
 *
 * <pre>
 *   B BL             -128 MiB to +128 MiB - 4
 *   B.cond CBZ CBNZ    -1 MiB to +1 MiB - 4
 *   TBZ TBNZ          -32 KiB to +32 KiB - 4
 * </pre>
 */
public final class Branches {
    private static final int IMM26 = (1 << 26) - 1;
    private static final int B = BranchesExceptionsSystem.B.encoding().value();
    private static final int BL = BranchesExceptionsSystem.BL.encoding().value();

    private Branches() {}

    /** {@return {@code B to}} */
    public static int b(long from, long to) {
        return reaches(from, to) ? B | imm26(from, to) : outOfReach(BranchesExceptionsSystem.B, from, to);
    }

    /** {@return {@code BL to}} */
    public static int bl(long from, long to) {
        return reaches(from, to) ? BL | imm26(from, to) : outOfReach(BranchesExceptionsSystem.BL, from, to);
    }

    /** {@return whether a word is a {@code BL}, wherever it goes} */
    public static boolean isBl(int word) {
        return (word & ~IMM26) == BL;
    }

    private static int imm26(long from, long to) {
        return (int) ((to - from) >> 2) & IMM26;
    }

    /** Throws, with the form's name and range. */
    private static int outOfReach(Form form, long from, long to) {
        return Fields.of(form).distance(from, to).word();
    }

    /** {@return whether {@code B} and {@code BL} at {@code from} can reach {@code to}} */
    public static boolean reaches(long from, long to) {
        long distance = to - from;
        return (distance & 3) == 0 && distance >> 27 == distance >> 63;
    }

    /** {@return {@code B.condition to}} */
    public static int b(Condition condition, long from, long to) {
        return Fields.of(B_COND).raw('c', condition.number()).distance(from, to).word();
    }

    /** {@return {@code CBZ t, to}: branch when the register is zero} */
    public static int cbz(Reg t, long from, long to) {
        return compare(CBZ, t, from, to);
    }

    /** {@return {@code CBNZ t, to}: branch when the register is not zero} */
    public static int cbnz(Reg t, long from, long to) {
        return compare(CBNZ, t, from, to);
    }

    /** {@return {@code TBZ t, #bit, to}: branch when the bit is zero} */
    public static int tbz(Reg t, int bit, long from, long to) {
        return test(TBZ, t, bit, from, to);
    }

    /** {@return {@code TBNZ t, #bit, to}: branch when the bit is one} */
    public static int tbnz(Reg t, int bit, long from, long to) {
        return test(TBNZ, t, bit, from, to);
    }

    /** {@return {@code BR n}} */
    public static int br(Reg n) {
        return register(BranchesExceptionsSystem.BR, n);
    }

    /** {@return {@code BLR n}} */
    public static int blr(Reg n) {
        return register(BranchesExceptionsSystem.BLR, n);
    }

    /** {@return {@code RET}: to LR} */
    public static int ret() {
        return ret(Reg.LR);
    }

    /** {@return {@code RET n}} */
    public static int ret(Reg n) {
        return register(BranchesExceptionsSystem.RET, n);
    }

    private static int compare(Form form, Reg t, long from, long to) {
        return Fields.of(form).size(t).register('t', t, t).distance(from, to).word();
    }

    private static int test(Form form, Reg t, int bit, long from, long to) {
        if (bit < 0 || bit >= t.bits()) {
            throw new IllegalArgumentException("bit " + bit + " of " + t + " is not in 0.." + (t.bits() - 1));
        }
        return Fields.of(form)
                .raw('b', bit)
                .register('t', t, t)
                .distance(from, to)
                .word();
    }

    private static int register(Form form, Reg n) {
        return Fields.of(form).register('n', n, Reg.XZR).word();
    }
}
