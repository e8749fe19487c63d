package org.jftrace.arm64.a64.emit;

import static org.jftrace.arm64.a64.DataProcessingImmediate.ADD_IMMEDIATE;
import static org.jftrace.arm64.a64.DataProcessingImmediate.ANDS_IMMEDIATE;
import static org.jftrace.arm64.a64.DataProcessingImmediate.AND_IMMEDIATE;
import static org.jftrace.arm64.a64.DataProcessingImmediate.SUBS_IMMEDIATE;
import static org.jftrace.arm64.a64.DataProcessingImmediate.SUB_IMMEDIATE;
import static org.jftrace.arm64.a64.DataProcessingRegister.ADD_EXTENDED;
import static org.jftrace.arm64.a64.DataProcessingRegister.ADD_SHIFTED;
import static org.jftrace.arm64.a64.DataProcessingRegister.CSEL;
import static org.jftrace.arm64.a64.DataProcessingRegister.SUBS_EXTENDED;
import static org.jftrace.arm64.a64.DataProcessingRegister.SUBS_SHIFTED;
import static org.jftrace.arm64.a64.DataProcessingRegister.SUB_EXTENDED;
import static org.jftrace.arm64.a64.DataProcessingRegister.SUB_SHIFTED;

import java.util.OptionalInt;
import org.jftrace.arm64.a64.BitmaskImmediate;
import org.jftrace.arm64.a64.Form;

/** Sums, comparisons, masks and selections. The destination says whether the operation is of 32 or 64 bits. */
public final class Arithmetic {
    private static final int SHIFTED_UNIT = 1 << 12;

    private Arithmetic() {}

    /** {@return {@code ADD d, n, #value}: 0 to 4095, or a multiple of 4096 up to 0xfff000; d and n may be SP} */
    public static int add(Reg d, Reg n, int value) {
        return immediate(ADD_IMMEDIATE, n, value).registerOrSp('d', d, n).word();
    }

    /** {@return {@code SUB d, n, #value}, as {@link #add(Reg, Reg, int)}} */
    public static int sub(Reg d, Reg n, int value) {
        return immediate(SUB_IMMEDIATE, n, value).registerOrSp('d', d, n).word();
    }

    /** {@return {@code CMP n, #value}, as {@link #add(Reg, Reg, int)}} */
    public static int cmp(Reg n, int value) {
        return immediate(SUBS_IMMEDIATE, n, value).raw('d', 31).word();
    }

    /** {@return {@code ADD d, n, m}; d and n may be SP} */
    public static int add(Reg d, Reg n, Reg m) {
        return d.isStackPointer() || n.isStackPointer()
                ? extended(ADD_EXTENDED, n, m).registerOrSp('d', d, n).word()
                : shifted(ADD_SHIFTED, n, m).register('d', d, n).word();
    }

    /** {@return {@code SUB d, n, m}; d and n may be SP} */
    public static int sub(Reg d, Reg n, Reg m) {
        return d.isStackPointer() || n.isStackPointer()
                ? extended(SUB_EXTENDED, n, m).registerOrSp('d', d, n).word()
                : shifted(SUB_SHIFTED, n, m).register('d', d, n).word();
    }

    /** {@return {@code CMP n, m}; n may be SP} */
    public static int cmp(Reg n, Reg m) {
        Fields fields = n.isStackPointer() ? extended(SUBS_EXTENDED, n, m) : shifted(SUBS_SHIFTED, n, m);
        return fields.raw('d', 31).word();
    }

    /** {@return {@code AND d, n, #mask}: a bitmask immediate; d may be SP} */
    public static int and(Reg d, Reg n, long mask) {
        return masked(AND_IMMEDIATE, n, mask).registerOrSp('d', d, n).word();
    }

    /** {@return {@code BIC d, n, #mask}, which is {@code AND d, n, #~mask}: clears the bits of the mask} */
    public static int bic(Reg d, Reg n, long mask) {
        return and(d, n, n.bits() == 64 ? ~mask : ~mask & 0xffff_ffffL);
    }

    /** {@return {@code TST n, #mask}: a bitmask immediate} */
    public static int tst(Reg n, long mask) {
        return masked(ANDS_IMMEDIATE, n, mask).raw('d', 31).word();
    }

    /** {@return {@code CSEL d, n, m, condition}: n when it holds, else m} */
    public static int csel(Reg d, Reg n, Reg m, Condition condition) {
        return Fields.of(CSEL)
                .size(d)
                .register('d', d, d)
                .register('n', n, d)
                .register('m', m, d)
                .raw('c', condition.number())
                .word();
    }

    private static Fields immediate(Form form, Reg n, int value) {
        boolean isShifted = value >= SHIFTED_UNIT && value % SHIFTED_UNIT == 0;
        return Fields.of(form)
                .size(n)
                .registerOrSp('n', n, n)
                .raw('h', isShifted ? 1 : 0)
                .unsigned('i', isShifted ? value / SHIFTED_UNIT : value, 1);
    }

    private static Fields shifted(Form form, Reg n, Reg m) {
        return Fields.of(form).size(n).register('n', n, n).register('m', m, n);
    }

    /** Extended by UXTX (W: UXTW), which is LSL #0: the only register form in which 31 is SP. */
    private static Fields extended(Form form, Reg n, Reg m) {
        return Fields.of(form)
                .size(n)
                .registerOrSp('n', n, n)
                .register('m', m, n)
                .raw('o', n.bits() == 64 ? 3 : 2);
    }

    private static Fields masked(Form form, Reg n, long mask) {
        int bits = (n.bits() == 64 ? BitmaskImmediate.encode(mask) : encode32(mask))
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        "0x%x is no bitmask immediate of %d bits: a repeated, rotated run of ones", mask, n.bits())));
        return Fields.of(form)
                .size(n)
                .register('n', n, n)
                .raw('N', bits >> 12)
                .raw('r', bits >> 6 & 0x3f)
                .raw('s', bits & 0x3f);
    }

    private static OptionalInt encode32(long mask) {
        return mask >>> 32 == 0 ? BitmaskImmediate.encode32((int) mask) : OptionalInt.empty();
    }
}
