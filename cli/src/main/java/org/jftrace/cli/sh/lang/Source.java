package org.jftrace.cli.sh.lang;

import java.util.function.IntPredicate;

/** Text and a place in it. */
final class Source {
    static final char END = '\uffff';

    private final String text;
    private int position;

    Source(String text) {
        this.text = text;
    }

    /** The next character, {@link #END} behind the last. */
    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        return position + ahead < text.length() ? text.charAt(position + ahead) : END;
    }

    char take() {
        char next = peek();
        position++;
        return next;
    }

    /** Takes a text if it is what follows. */
    boolean take(String expected) {
        if (!text.startsWith(expected, position)) {
            return false;
        }
        position += expected.length();
        return true;
    }

    /** Takes characters up to one that is not wanted. */
    String takeWhile(IntPredicate wanted) {
        int start = position;
        while (position < text.length() && wanted.test(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position);
    }
}
