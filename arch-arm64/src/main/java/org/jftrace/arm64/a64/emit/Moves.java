package org.jftrace.arm64.a64.emit;

import static org.jftrace.arm64.a64.DataProcessingImmediate.MOVK;
import static org.jftrace.arm64.a64.DataProcessingImmediate.MOVN;
import static org.jftrace.arm64.a64.DataProcessingImmediate.MOVZ;
import static org.jftrace.arm64.a64.DataProcessingImmediate.ORR_IMMEDIATE;
import static org.jftrace.arm64.a64.DataProcessingRegister.ORR_SHIFTED;

import java.util.OptionalInt;
import org.jftrace.arm64.a64.BitmaskImmediate;
import org.jftrace.arm64.a64.Form;

/** Moves of registers and of constants. */
public final class Moves {
    private static final int HALFWORD = 0xffff;

    private Moves() {}

    /** {@return {@code MOV d, n}; d and n may be SP} */
    public static int mov(Reg d, Reg n) {
        if (d.isStackPointer() || n.isStackPointer()) {
            return Arithmetic.add(d, n, 0);
        }
        return Fields.of(ORR_SHIFTED)
                .size(d)
                .register('d', d, d)
                .raw('n', 31)
                .register('m', n, d)
                .word();
    }

    /** {@return {@code MOVZ d, #value, LSL #shift}: the halfword, and zeros around it} */
    public static int movz(Reg d, int value, int shift) {
        return wide(MOVZ, d, value, shift);
    }

    /** {@return {@code MOVN d, #value, LSL #shift}: the inverse of MOVZ} */
    public static int movn(Reg d, int value, int shift) {
        return wide(MOVN, d, value, shift);
    }

    /** {@return {@code MOVK d, #value, LSL #shift}: the halfword alone, the others are kept} */
    public static int movk(Reg d, int value, int shift) {
        return wide(MOVK, d, value, shift);
    }

    /**
     * Makes a constant.
     *
     * @param d X0 to X30
     * @param value any
     * @return the shortest sequence of one ORR, or of MOVZ or MOVN and then MOVKs: 1 to 4 words
     */
    public static int[] mov(Reg d, long value) {
        if (d.bits() != 64 || d.number() == 31) {
            throw new IllegalArgumentException("constants go to x0..x30, not to " + d);
        }
        boolean invert = halfwordsOtherThan(HALFWORD, value) < halfwordsOtherThan(0, value);
        int background = invert ? HALFWORD : 0;
        int length = Math.max(1, halfwordsOtherThan(background, value));
        OptionalInt bitmask = BitmaskImmediate.encode(value);
        if (length > 1 && bitmask.isPresent()) {
            return new int[] {orr(d, bitmask.getAsInt())};
        }
        int[] words = new int[length];
        int count = 0;
        for (int shift = 0; shift < 64; shift += 16) {
            int halfword = (int) (value >>> shift) & HALFWORD;
            if (halfword != background) {
                words[count] = count > 0
                        ? movk(d, halfword, shift)
                        : invert ? movn(d, halfword ^ HALFWORD, shift) : movz(d, halfword, shift);
                count++;
            }
        }
        if (count == 0) {
            words[0] = invert ? movn(d, 0, 0) : movz(d, 0, 0);
        }
        return words;
    }

    private static int halfwordsOtherThan(int background, long value) {
        int count = 0;
        for (int shift = 0; shift < 64; shift += 16) {
            count += (value >>> shift & HALFWORD) == background ? 0 : 1;
        }
        return count;
    }

    private static int orr(Reg d, int bitmask) {
        return Fields.of(ORR_IMMEDIATE)
                .raw('f', 1)
                .register('d', d, Reg.XZR)
                .raw('n', 31)
                .raw('N', bitmask >> 12)
                .raw('r', bitmask >> 6 & 0x3f)
                .raw('s', bitmask & 0x3f)
                .word();
    }

    private static int wide(Form form, Reg d, int value, int shift) {
        if (shift < 0 || shift >= d.bits() || shift % 16 != 0) {
            throw new IllegalArgumentException(
                    "shift " + shift + " of " + d + " is not a multiple of 16 from 0 to " + (d.bits() - 16));
        }
        return Fields.of(form)
                .size(d)
                .register('d', d, d)
                .unsigned('i', value, 1)
                .raw('h', shift / 16)
                .word();
    }
}
