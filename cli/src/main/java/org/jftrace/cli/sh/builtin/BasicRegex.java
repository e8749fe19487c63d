package org.jftrace.cli.sh.builtin;

import java.util.regex.Pattern;

/**
 * Regular expressions of POSIX. In basic ones {@code ( ) { } + ? |} mean something only behind a backslash, in extended ones
 * only without.
 */
final class BasicRegex {
    private static final String SWAPPED = "(){}+?|";

    private BasicRegex() {}

    static Pattern compile(String basic, boolean extended, int flags) {
        StringBuilder java = new StringBuilder();
        int i = 0;
        while (i < basic.length()) {
            char next = basic.charAt(i++);
            if (next == '[') {
                i = bracket(basic, i, java);
            } else if (next == '\\' && i < basic.length()) {
                char escaped = basic.charAt(i++);
                java.append(isSwapped(escaped, extended) ? String.valueOf(escaped) : "\\" + escaped);
            } else if (next == '*' && (java.isEmpty() || java.toString().equals("^"))) {
                java.append("\\*");
            } else {
                java.append(isSwapped(next, extended) ? "\\" + next : String.valueOf(next));
            }
        }
        return Pattern.compile(java.toString(), flags);
    }

    private static boolean isSwapped(char c, boolean extended) {
        return !extended && SWAPPED.indexOf(c) >= 0;
    }

    /** Copies a bracket expression, in which a backslash is itself; returns the index behind it. */
    private static int bracket(String basic, int start, StringBuilder java) {
        int first = start < basic.length() && basic.charAt(start) == '^' ? start + 1 : start;
        int end = basic.indexOf(']', first + 1);
        if (end < 0) {
            java.append('[');
            return start;
        }
        String inside = basic.substring(first, end)
                .replace("\\", "\\\\")
                .replace("[", "\\[")
                .replace("]", "\\]");
        java.append(first > start ? "[^" : "[")
                .append(inside.replace("&&", "&\\&"))
                .append(']');
        return end + 1;
    }
}
