package org.jftrace.core.hash;

/**
 * A pattern as Linux's {@code glob_match} reads it: {@code *} any text, {@code ?} one character, {@code [a-c]} and
 * {@code [!a-c]} one character of a set or not of it, {@code \} takes the next character as it is. {@code ^} in a set is
 * a character like any other. A {@code [} without {@code ]} stands for itself, a {@code \} with nothing after it for
 * nothing. The whole text must match.
 */
final class Glob {
    private final String pattern;

    Glob(String pattern) {
        this.pattern = pattern;
    }

    /** Tells whether every character stands for itself. */
    boolean isPlain() {
        return pattern.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0);
    }

    /** Backtracks to the last star only: an earlier one need not match more than it had to. */
    boolean matches(String text) {
        int p = 0;
        int t = 0;
        int afterStar = -1;
        int starText = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                afterStar = ++p;
                starText = t;
            } else {
                int next = p < pattern.length() ? matchOne(p, text.charAt(t)) : -1;
                if (next >= 0) {
                    p = next;
                    t++;
                } else if (afterStar >= 0) {
                    p = afterStar;
                    t = ++starText;
                } else {
                    return false;
                }
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length() || (p == pattern.length() - 1 && pattern.charAt(p) == '\\');
    }

    /** Returns where the pattern goes on if what stands at {@code p} matches the character, else -1. */
    private int matchOne(int p, char c) {
        char d = pattern.charAt(p);
        if (d == '?') {
            return p + 1;
        }
        if (d == '\\') {
            // One at the end has nothing to escape; it matches the end of the text, in glob_match too.
            return p + 1 < pattern.length() && pattern.charAt(p + 1) == c ? p + 2 : -1;
        }
        int end = d == '[' ? endOfSet(p) : -1;
        if (end >= 0) {
            return inSet(p, end, c) ? end + 1 : -1;
        }
        return c == d ? p + 1 : -1;
    }

    /** The closing bracket; the first character of a set is a member even if it is one. */
    private int endOfSet(int p) {
        int first = p + (negated(p) ? 2 : 1);
        return first < pattern.length() ? pattern.indexOf(']', first + 1) : -1;
    }

    private boolean negated(int p) {
        return p + 1 < pattern.length() && pattern.charAt(p + 1) == '!';
    }

    private boolean inSet(int p, int end, char c) {
        boolean found = false;
        int at = p + (negated(p) ? 2 : 1);
        while (at < end) {
            char low = pattern.charAt(at);
            boolean range = at + 2 < end && pattern.charAt(at + 1) == '-';
            char high = range ? pattern.charAt(at + 2) : low;
            found |= low <= c && c <= high;
            at += range ? 3 : 1;
        }
        return found != negated(p);
    }
}
