package org.jftrace.arm64.a64;

import java.util.OptionalInt;

/**
 * The immediates of AND, ORR, EOR and ANDS: a run of ones, rotated, in an element of 2 to 64 bits that is repeated over
 * the register. 5334 different 64-bit values have such a form (Arm ARM, DecodeBitMasks).
 *
 * <p>The 13 bits {@code N:immr:imms} are those at bits 22 to 10 of the word:
 *
 * <pre>
 *   N immr   imms     element   ones        rotated right by
 *   1 rrrrrr ssssss   64        ssssss + 1  rrrrrr
 *   0 -rrrrr 0sssss   32        sssss + 1   rrrrr
 *   0 --rrrr 10ssss   16        ssss + 1    rrrr
 *   0 ---rrr 110sss    8        sss + 1     rrr
 *   0 ----rr 1110ss    4        ss + 1      rr
 *   0 -----r 11110s    2        s + 1       r
 * </pre>
 *
 * <p>An element of nothing but ones is reserved.
 */
public final class BitmaskImmediate {
    private static final int N_BIT = 1 << 12;

    private BitmaskImmediate() {}

    /** {@return whether the 13 bits {@code N:immr:imms} are a 64-bit immediate} */
    public static boolean isAllocated(int bits) {
        int element = elementSize(bits);
        return element >= 2 && (bits & (element - 1)) != element - 1;
    }

    /**
     * Decodes an immediate.
     *
     * @return the 64-bit value of the 13 bits {@code N:immr:imms}; its lower half is the value for a W register
     * @throws IllegalArgumentException when they are reserved
     */
    public static long decode(int bits) {
        if (bits >>> 13 != 0 || !isAllocated(bits)) {
            throw new IllegalArgumentException(String.format("N:immr:imms 0x%04x is reserved or above 0x1fff", bits));
        }
        int element = elementSize(bits);
        int ones = (bits & (element - 1)) + 1;
        int rotation = bits >>> 6 & (element - 1);
        long run = -1L >>> (64 - ones);
        long within = -1L >>> (64 - element);
        long rotated = rotation == 0 ? run : (run >>> rotation | run << (element - rotation)) & within;
        long value = rotated;
        for (int width = element; width < 64; width *= 2) {
            value |= value << width;
        }
        return value;
    }

    /** {@return the 13 bits {@code N:immr:imms} of a 64-bit value, or nothing when it has no such form} */
    public static OptionalInt encode(long value) {
        if (value == 0 || value == -1) {
            return OptionalInt.empty();
        }
        int element = 64;
        while (element > 2 && value == Long.rotateRight(value, element / 2)) {
            element /= 2;
        }
        // Turn the value until a run of ones starts at bit 0 and a zero stands at the top: then it must be the run.
        int rotation = Long.numberOfTrailingZeros(value & ~Long.rotateLeft(value, 1)) & (element - 1);
        long within = -1L >>> (64 - element);
        long run = Long.rotateRight(value, rotation) & within;
        if ((run & (run + 1)) != 0) {
            return OptionalInt.empty();
        }
        int ones = Long.bitCount(run);
        int immr = (element - rotation) & (element - 1);
        int imms = (-2 * element & 0x3f) | (ones - 1);
        return OptionalInt.of((element == 64 ? N_BIT : 0) | immr << 6 | imms);
    }

    /** {@return the 13 bits {@code N:immr:imms} (N is 0) of a 32-bit value, or nothing when it has no such form} */
    public static OptionalInt encode32(int value) {
        long low = value & 0xffff_ffffL;
        return encode(low << 32 | low);
    }

    private static int elementSize(int bits) {
        // The length is the highest one of N:NOT(imms).
        return Integer.highestOneBit((bits & N_BIT) >>> 6 | (~bits & 0x3f));
    }
}
