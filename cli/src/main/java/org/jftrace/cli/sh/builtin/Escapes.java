package org.jftrace.cli.sh.builtin;

/** Backslash sequences, as printf knows them. */
final class Escapes {
    private static final String NAMES = "nrtabfv\\\"'0";
    private static final String VALUES = "\n\r\t\u0007\b\f\u000b\\\"'\0";
    private static final int HEX = 16;
    private static final int OCTAL = 8;

    private final String text;
    private final StringBuilder out = new StringBuilder();
    private int position;

    private Escapes(String text) {
        this.text = text;
    }

    /** Replaces sequences by their bytes; one that means nothing stays. */
    static String decode(String text) {
        Escapes escapes = new Escapes(text);
        escapes.decode();
        return escapes.out.toString();
    }

    private void decode() {
        while (position < text.length()) {
            char next = text.charAt(position++);
            if (next != '\\' || position == text.length()) {
                out.append(next);
            } else {
                sequence(text.charAt(position));
            }
        }
    }

    private void sequence(char name) {
        if (name == 'x' && digits(position + 1, HEX, 2) > 0) {
            position++;
            number(HEX, 2);
        } else if (digits(position, OCTAL, 3) > 0) {
            number(OCTAL, 3);
        } else if (NAMES.indexOf(name) >= 0) {
            out.append(VALUES.charAt(NAMES.indexOf(name)));
            position++;
        } else {
            out.append('\\');
        }
    }

    private int digits(int from, int radix, int most) {
        int digits = 0;
        while (digits < most
                && from + digits < text.length()
                && Character.digit(text.charAt(from + digits), radix) >= 0) {
            digits++;
        }
        return digits;
    }

    private void number(int radix, int most) {
        int end = position + digits(position, radix, most);
        out.append((char) (Integer.parseInt(text.substring(position, end), radix) & 0xff));
        position = end;
    }
}
