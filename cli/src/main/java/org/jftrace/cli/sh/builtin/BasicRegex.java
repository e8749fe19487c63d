package org.jftrace.cli.sh.builtin;

import java.util.regex.Pattern;

/** Basic regular expressions of POSIX: {@code ( ) { } + ? |} mean something only behind a backslash. */
final class BasicRegex {
    private static final String SWAPPED = "(){}+?|";

    private BasicRegex() {}

    static Pattern compile(String basic) {
        StringBuilder java = new StringBuilder();
        int i = 0;
        while (i < basic.length()) {
            char next = basic.charAt(i++);
            if (next == '[') {
                i = bracket(basic, i, java);
            } else if (next == '\\' && i < basic.length()) {
                char escaped = basic.charAt(i++);
                java.append(SWAPPED.indexOf(escaped) >= 0 ? String.valueOf(escaped) : "\\" + escaped);
            } else if (next == '*' && (java.isEmpty() || java.toString().equals("^"))) {
                java.append("\\*");
            } else {
                java.append(SWAPPED.indexOf(next) >= 0 ? "\\" + next : String.valueOf(next));
            }
        }
        return Pattern.compile(java.toString());
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
