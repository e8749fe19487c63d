package org.jftrace.arm64.a64;

import java.util.function.IntPredicate;

/**
 * The 32 bits of an encoding form, parsed from a string that is drawn as the Arm ARM draws it, bit 31 first:
 *
 * <pre>
 *   ADD (immediate)   f 0 0 100010 h iiiiiiiiiiii nnnnn ddddd
 * </pre>
 *
 * <p>{@code 0} and {@code 1} are fixed. {@code x} is a bit that the processor ignores (drawn "(0)" or "(1)" there);
 * {@link #value()} holds a one in it, as GNU as does. Spaces are free. A letter is a field:
 *
 * <pre>
 *   d n m a    Rd Rn Rm Ra             f    sf: 1 is 64-bit           A L  acquire, release
 *   t u s      Rt Rt2 Rs               z    size: all ones is 64-bit  c    condition
 *   i          immediate               w    1 is 32-bit (LDRS*)       q    nzcv
 *   j          low bits of i           h    kind of shift, hw, sh     b    bit number (TBZ)
 *   N r s      bitmask N immr imms     e    amount of shift           o    extension (option)
 * </pre>
 *
 * <p>The pieces of a field that lies apart are joined in the order in which they are drawn, the first being the most
 * significant (TBZ: {@code b5:b40}); {@code j} continues {@code i} below, wherever it is drawn (ADR:
 * {@code immhi:immlo} is {@code i:j}, both read as field {@code i}).
 */
public final class Encoding {
    private static final int LETTERS = 128;

    private final String bits;
    private final IntPredicate allocated;
    private final int mask;
    private final int value;
    private final int[] fieldMask = new int[LETTERS];
    private final int[] lowMask = new int[LETTERS];

    private Encoding(String drawn, IntPredicate allocated) {
        this.bits = drawn.replace(" ", "");
        if (bits.length() != Integer.SIZE) {
            throw new IllegalArgumentException("an encoding has 32 bits, not " + bits.length() + ": \"" + drawn + "\"");
        }
        this.allocated = allocated;
        int fixed = 0;
        int ones = 0;
        for (int at = 0; at < Integer.SIZE; at++) {
            int bit = 1 << (31 - at);
            char c = bits.charAt(at);
            if (c == '0' || c == '1') {
                fixed |= bit;
            } else if (!Character.isLetter(c) || c >= LETTERS) {
                throw new IllegalArgumentException("'" + c + "' is no bit and no field letter: \"" + drawn + "\"");
            } else {
                fieldMask[c] |= bit;
            }
            ones |= c == '1' || c == 'x' ? bit : 0;
        }
        mask = fixed;
        value = ones;
        lowMask['i'] = fieldMask['j'];
    }

    /** {@return the parsed drawing of an encoding in which every combination of fields is allocated} */
    public static Encoding of(String drawn) {
        return new Encoding(drawn, word -> true);
    }

    /** {@return the parsed drawing of an encoding of which {@code allocated} accepts the allocated words} */
    public static Encoding of(String drawn, IntPredicate allocated) {
        return new Encoding(drawn, allocated);
    }

    /** {@return a one for every fixed bit} */
    public int mask() {
        return mask;
    }

    /** {@return the fixed bits, with zero fields and with ones in the bits that the processor ignores} */
    public int value() {
        return value;
    }

    /** {@return a one for every bit that the processor ignores} */
    public int ignored() {
        return fieldMask['x'];
    }

    /** {@return whether {@code word} has the fixed bits of this form and an allocated combination of fields} */
    public boolean matches(int word) {
        return (word & mask) == (value & mask) && allocated.test(word);
    }

    /** {@return whether this form has a field of that letter} */
    public boolean has(char letter) {
        return letter < LETTERS && fieldMask[letter] != 0;
    }

    /** {@return the number of bits of a field: 0 when the form has none of that letter} */
    public int width(char letter) {
        return letter < LETTERS ? Integer.bitCount(fieldMask[letter]) + Integer.bitCount(lowMask[letter]) : 0;
    }

    /** {@return the field, zero-extended} */
    public int field(int word, char letter) {
        int high = gather(word, require(letter));
        int low = lowMask[letter];
        return low == 0 ? high : high << Integer.bitCount(low) | gather(word, low);
    }

    /** {@return the field, sign-extended from its own width} */
    public int signedField(int word, char letter) {
        int unused = Integer.SIZE - width(letter);
        return field(word, letter) << unused >> unused;
    }

    /**
     * Sets a field.
     *
     * @return the word with the field set
     * @throws IllegalArgumentException when {@code value} is neither an unsigned nor a signed number of the field's
     *     width
     */
    public int with(int word, char letter, int value) {
        int high = require(letter);
        int low = lowMask[letter];
        int width = width(letter);
        if (value >> width != 0 && value >> (width - 1) != -1) {
            throw new IllegalArgumentException(
                    "field " + letter + " of " + bits + " has " + width + " bits, too few for " + value);
        }
        return (word & ~(high | low)) | scatter(value, low) | scatter(value >> Integer.bitCount(low), high);
    }

    private int require(char letter) {
        if (!has(letter)) {
            throw new IllegalArgumentException("no field " + letter + " in " + bits);
        }
        return fieldMask[letter];
    }

    private static int gather(int word, int mask) {
        int shift = Integer.numberOfTrailingZeros(mask);
        int contiguous = mask >>> shift;
        if ((contiguous & (contiguous + 1)) == 0) {
            return word >>> shift & contiguous;
        }
        int result = 0;
        for (int rest = mask; rest != 0; rest &= ~Integer.highestOneBit(rest)) {
            result = result << 1 | ((word & Integer.highestOneBit(rest)) != 0 ? 1 : 0);
        }
        return result;
    }

    private static int scatter(int value, int mask) {
        int shift = Integer.numberOfTrailingZeros(mask);
        int contiguous = mask >>> shift;
        if ((contiguous & (contiguous + 1)) == 0) {
            return value << shift & mask;
        }
        int result = 0;
        int left = value;
        for (int rest = mask; rest != 0; rest &= rest - 1, left >>= 1) {
            result |= (left & 1) != 0 ? Integer.lowestOneBit(rest) : 0;
        }
        return result;
    }

    /** The 32 bits, bit 31 first, without spaces. */
    @Override
    public String toString() {
        return bits;
    }
}
