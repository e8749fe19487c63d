package org.jftrace.tracefs.file;

import java.math.BigInteger;
import org.jftrace.Errno;
import org.jftrace.FtraceException;

/** Numbers as {@code kstrtoul} and {@code kstrtol} read them: a sign, digits, and at most one newline after them. */
public final class Numbers {
    private Numbers() {}

    /**
     * Reads an unsigned number.
     *
     * @param text with a {@code +} or no sign
     * @param base 10, or 0 for decimal, {@code 0x} hexadecimal or {@code 0} octal
     * @return 64 bits
     * @throws FtraceException {@link Errno#EINVAL} if it is no number, {@link Errno#ERANGE} beyond 64 bits
     */
    public static long unsigned(String text, int base) {
        String rest = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        BigInteger value = digits(rest.startsWith("+") ? rest.substring(1) : rest, base, text);
        if (value.bitLength() > Long.SIZE) {
            throw new FtraceException(Errno.ERANGE, text.strip() + " is beyond 64 bits");
        }
        return value.longValue();
    }

    /**
     * Reads a signed number.
     *
     * @param text with a sign or none
     * @param base as {@link #unsigned}
     * @return 64 bits
     * @throws FtraceException as {@link #unsigned}
     */
    public static long signed(String text, int base) {
        boolean negative = text.startsWith("-");
        long value = unsigned(negative ? text.substring(1) : text, base);
        boolean tooFar = negative ? Long.compareUnsigned(value, Long.MIN_VALUE) > 0 : value < 0;
        boolean twoSigns = negative && text.startsWith("+", 1);
        if (tooFar || twoSigns) {
            throw new FtraceException(twoSigns ? Errno.EINVAL : Errno.ERANGE, text.strip() + " is no signed number");
        }
        return negative ? -value : value;
    }

    private static BigInteger digits(String text, int base, String whole) {
        boolean hex = base == 0 && text.length() > 2 && (text.startsWith("0x") || text.startsWith("0X"));
        boolean octal = base == 0 && !hex && text.startsWith("0");
        String digits = hex ? text.substring(2) : text;
        int radix = hex ? 16 : octal ? 8 : 10;
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c < 0x80 && Character.digit(c, radix) >= 0)) {
            throw new FtraceException(Errno.EINVAL, "\"" + whole.strip() + "\" is no number");
        }
        return new BigInteger(digits, radix);
    }
}
