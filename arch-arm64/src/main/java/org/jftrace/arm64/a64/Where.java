package org.jftrace.arm64.a64;

/** The conditions under which the Arm ARM allocates a combination of fields; everything else in a row is reserved. */
final class Where {
    /** A one for each hint number that has a row of its own. */
    private static final long NAMED_HINTS = 0x55_ff57_55bfL;

    private Where() {}

    /** Shifted register: a W register is shifted by less than 32. */
    static boolean amountFits(int word) {
        return is64(word) || bits(word, 15, 10) < 32;
    }

    /** Shifted register of ADD and SUB: no rotation. */
    static boolean shiftFits(int word) {
        return amountFits(word) && bits(word, 23, 22) != 3;
    }

    /** Extended register of ADD and SUB: shifted left by at most 4. */
    static boolean extendFits(int word) {
        return bits(word, 12, 10) <= 4;
    }

    /** Register offset: extended from a W (UXTW, SXTW) or an X register (LSL, SXTX), never from a byte or halfword. */
    static boolean offsetFits(int word) {
        return bits(word, 14, 14) == 1;
    }

    /** Logical immediate: not reserved, and an element of 64 bits only for X registers. */
    static boolean bitmaskFits(int word) {
        return (is64(word) || bits(word, 22, 22) == 0) && BitmaskImmediate.isAllocated(bits(word, 22, 10));
    }

    /** Move wide: a W register has two halfwords. */
    static boolean halfwordFits(int word) {
        return is64(word) || bits(word, 22, 21) < 2;
    }

    /** Bitfield and extract: N is sf, and a W register has bits 0 to 31. */
    static boolean bitfieldFits(int word) {
        return is64(word)
                ? bits(word, 22, 22) == 1
                : bits(word, 22, 22) == 0 && bits(word, 21, 21) == 0 && amountFits(word);
    }

    /** CRC32: the X form takes a doubleword, the W forms take less. */
    static boolean crcSizeFits(int word) {
        return is64(word) == (bits(word, 11, 10) == 3);
    }

    /** CASP: both pairs start at an even register. */
    static boolean pairsAreEven(int word) {
        return bits(word, 16, 16) == 0 && bits(word, 0, 0) == 0;
    }

    /** HINT: one of those without a name of their own, which execute as NOP. */
    static boolean hintHasNoName(int word) {
        int hint = bits(word, 11, 5);
        return hint >= Long.SIZE || (NAMED_HINTS >>> hint & 1) == 0;
    }

    /** MSR (immediate): a field of PSTATE that exists; all but DAIFSet and DAIFClr are one bit. */
    static boolean pstateFits(int word) {
        int field = bits(word, 18, 16) << 3 | bits(word, 7, 5);
        return switch (field) {
            case 0_03, 0_04, 0_05, 0_31, 0_32, 0_34 -> bits(word, 11, 8) <= 1; // UAO PAN SPSel, SSBS DIT TCO
            case 0_36, 0_37 -> true; // DAIFSet DAIFClr
            default -> false;
        };
    }

    private static boolean is64(int word) {
        return word < 0;
    }

    private static int bits(int word, int high, int low) {
        return word << (31 - high) >>> (31 - high + low);
    }
}
