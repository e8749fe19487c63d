package org.jftrace.arm64.a64.emit;

import org.jftrace.arm64.a64.Form;
import org.jftrace.arm64.a64.LoadStoreExclusive;
import org.jftrace.arm64.a64.LoadStorePair;
import org.jftrace.arm64.a64.LoadStoreRegister;

/**
 * Loads and stores of X and W registers. The base is an X register or SP. Offsets are in bytes:
 *
 * <pre>
 *   LDR STR, unsigned offset     0 to 32760, multiples of 8     (W: 0 to 16380, of 4)
 *   LDUR STUR, and pre and post  -256 to 255
 *   LDP STP, every mode          -512 to 504, multiples of 8    (W: -256 to 252, of 4)
 *   LDR (literal)                -1 MiB to +1 MiB - 4, multiples of 4
 * </pre>
 */
public final class LoadStore {
    private LoadStore() {}

    /** {@return {@code LDR t, [n, #offset]}} */
    public static int ldr(Reg t, Reg n, int offset) {
        return scaled(LoadStoreRegister.LDR_UNSIGNED, t, n, offset);
    }

    /** {@return {@code STR t, [n, #offset]}} */
    public static int str(Reg t, Reg n, int offset) {
        return scaled(LoadStoreRegister.STR_UNSIGNED, t, n, offset);
    }

    /** {@return {@code LDUR t, [n, #offset]}} */
    public static int ldur(Reg t, Reg n, int offset) {
        return unscaled(LoadStoreRegister.LDUR, t, n, offset);
    }

    /** {@return {@code STUR t, [n, #offset]}} */
    public static int stur(Reg t, Reg n, int offset) {
        return unscaled(LoadStoreRegister.STUR, t, n, offset);
    }

    /** {@return {@code LDR t, [n, #offset]!}: n is advanced first} */
    public static int ldrPre(Reg t, Reg n, int offset) {
        return writeBack(LoadStoreRegister.LDR_PRE, t, n, offset);
    }

    /** {@return {@code STR t, [n, #offset]!}: n is advanced first} */
    public static int strPre(Reg t, Reg n, int offset) {
        return writeBack(LoadStoreRegister.STR_PRE, t, n, offset);
    }

    /** {@return {@code LDR t, [n], #offset}: n is advanced afterwards} */
    public static int ldrPost(Reg t, Reg n, int offset) {
        return writeBack(LoadStoreRegister.LDR_POST, t, n, offset);
    }

    /** {@return {@code STR t, [n], #offset}: n is advanced afterwards} */
    public static int strPost(Reg t, Reg n, int offset) {
        return writeBack(LoadStoreRegister.STR_POST, t, n, offset);
    }

    /** {@return {@code LDR t, to}: what stands at that address} */
    public static int ldrLiteral(Reg t, long from, long to) {
        return Fields.of(LoadStoreRegister.LDR_LITERAL)
                .size(t)
                .register('t', t, t)
                .distance(from, to)
                .word();
    }

    /** {@return {@code LDP t, u, [n, #offset]}} */
    public static int ldp(Reg t, Reg u, Reg n, int offset) {
        return pair(LoadStorePair.LDP_OFFSET, requireTwo(t, u), u, n, offset);
    }

    /** {@return {@code STP t, u, [n, #offset]}} */
    public static int stp(Reg t, Reg u, Reg n, int offset) {
        return pair(LoadStorePair.STP_OFFSET, t, u, n, offset);
    }

    /** {@return {@code LDP t, u, [n, #offset]!}: n is advanced first} */
    public static int ldpPre(Reg t, Reg u, Reg n, int offset) {
        return pairWriteBack(LoadStorePair.LDP_PRE, requireTwo(t, u), u, n, offset);
    }

    /** {@return {@code STP t, u, [n, #offset]!}: n is advanced first} */
    public static int stpPre(Reg t, Reg u, Reg n, int offset) {
        return pairWriteBack(LoadStorePair.STP_PRE, t, u, n, offset);
    }

    /** {@return {@code LDP t, u, [n], #offset}: n is advanced afterwards} */
    public static int ldpPost(Reg t, Reg u, Reg n, int offset) {
        return pairWriteBack(LoadStorePair.LDP_POST, requireTwo(t, u), u, n, offset);
    }

    /** {@return {@code STP t, u, [n], #offset}: n is advanced afterwards} */
    public static int stpPost(Reg t, Reg u, Reg n, int offset) {
        return pairWriteBack(LoadStorePair.STP_POST, t, u, n, offset);
    }

    /** {@return {@code LDAR t, [n]}: load with acquire} */
    public static int ldar(Reg t, Reg n) {
        return ordered(LoadStoreExclusive.LDAR, t, n);
    }

    /** {@return {@code STLR t, [n]}: store with release} */
    public static int stlr(Reg t, Reg n) {
        return ordered(LoadStoreExclusive.STLR, t, n);
    }

    private static Fields fields(Form form, Reg t, Reg n) {
        return Fields.of(form).size(t).register('t', t, t).base(n);
    }

    private static int scaled(Form form, Reg t, Reg n, int offset) {
        return fields(form, t, n).unsigned('i', offset, t.bits() / 8).word();
    }

    private static int unscaled(Form form, Reg t, Reg n, int offset) {
        return fields(form, t, n).signed('i', offset, 1).word();
    }

    private static int writeBack(Form form, Reg t, Reg n, int offset) {
        requireOtherBase(t, n);
        return unscaled(form, t, n, offset);
    }

    private static int pair(Form form, Reg t, Reg u, Reg n, int offset) {
        return fields(form, t, n)
                .register('u', u, t)
                .signed('i', offset, t.bits() / 8)
                .word();
    }

    private static int pairWriteBack(Form form, Reg t, Reg u, Reg n, int offset) {
        requireOtherBase(t, n);
        requireOtherBase(u, n);
        return pair(form, t, u, n, offset);
    }

    private static int ordered(Form form, Reg t, Reg n) {
        return Fields.of(form)
                .raw('z', t.bits() == 64 ? 3 : 2)
                .register('t', t, t)
                .base(n)
                .word();
    }

    /** Arm ARM K1.2: writing back to a register that is also transferred is CONSTRAINED UNPREDICTABLE. */
    private static void requireOtherBase(Reg t, Reg n) {
        if (n != Reg.SP && n.number() == t.number()) {
            throw new IllegalArgumentException(t + " is transferred and " + n + " is written back: unpredictable");
        }
    }

    /** Arm ARM K1.2: loading one register twice is CONSTRAINED UNPREDICTABLE. */
    private static Reg requireTwo(Reg t, Reg u) {
        if (t == u) {
            throw new IllegalArgumentException("ldp loads " + t + " twice: unpredictable");
        }
        return t;
    }
}
