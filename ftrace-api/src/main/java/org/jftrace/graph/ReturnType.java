package org.jftrace.graph;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a function returns, for those who print it. The names are those of the types of probe events on a kernel; what a type does
 * not fill of the register is left out, as the AAPCS64 says nothing about it.
 */
public enum ReturnType {
    /** Nobody knows: an error number if it looks like one in 32 or 64 bits, else hexadecimal; as function_graph prints it. */
    UNKNOWN,
    /** Nothing. */
    VOID,
    /** {@code false}, or {@code true} for all but 0 in the low 8 bits. */
    BOOL,
    /** A character in quotes, or as {@code '\x1b'}. */
    CHAR,
    /** 8 bits, signed. */
    S8,
    /** 16 bits, signed. */
    S16,
    /** 32 bits, signed; C's {@code int}. */
    S32,
    /** 64 bits, signed; C's {@code long}. */
    S64,
    /** 8 bits. */
    U8,
    /** 16 bits. */
    U16,
    /** 32 bits. */
    U32,
    /** 64 bits. */
    U64,
    /** 8 bits, hexadecimal. */
    X8,
    /** 16 bits, hexadecimal. */
    X16,
    /** 32 bits, hexadecimal. */
    X32,
    /** 64 bits, hexadecimal; any pointer. */
    X64;

    /** The largest error number; Linux: {@code MAX_ERRNO}. */
    private static final int MAX_ERRNO = 4095;

    /**
     * Finds a type.
     *
     * @param name as {@link #toString}
     * @return empty if none is called so
     */
    public static Optional<ReturnType> named(String name) {
        return Arrays.stream(values())
                .filter(type -> type.toString().equals(name))
                .findFirst();
    }

    /**
     * Prints a value.
     *
     * @param value of x0
     * @return empty for {@link #VOID} alone
     */
    public String text(long value) {
        return switch (this) {
            case UNKNOWN -> guess(value);
            case VOID -> "";
            case BOOL -> Boolean.toString((value & 0xff) != 0);
            case CHAR -> character(value);
            case S8 -> Byte.toString((byte) value);
            case S16 -> Short.toString((short) value);
            case S32 -> Integer.toString((int) value);
            case S64 -> Long.toString(value);
            case U8 -> Long.toString(value & 0xff);
            case U16 -> Long.toString(value & 0xffff);
            case U32 -> Integer.toUnsignedString((int) value);
            case U64 -> Long.toUnsignedString(value);
            case X8 -> hex(value & 0xff);
            case X16 -> hex(value & 0xffff);
            case X32 -> hex(value & 0xffff_ffffL);
            case X64 -> hex(value);
        };
    }

    /**
     * Returns the name.
     *
     * @return in small letters
     */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    private static String guess(long value) {
        long number = value >>> 31 == 1 ? (int) value : value;
        return number < 0 && number >= -MAX_ERRNO ? Long.toString(number) : hex(value);
    }

    private static String character(long value) {
        int c = (int) (value & 0xff);
        return c >= ' ' && c < 0x7f ? "'" + (char) c + "'" : String.format("'\\x%02x'", c);
    }
}
