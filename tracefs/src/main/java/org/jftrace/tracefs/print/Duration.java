package org.jftrace.tracefs.print;

/** How the kernel prints how long something took; {@code trace_print_graph_duration}. */
public final class Duration {
    private static final int WIDTH = 7;

    private Duration() {}

    /**
     * Prints microseconds: seven characters at least, of which as many as fit follow the point.
     *
     * @param nanoseconds not negative
     * @param out gets it
     */
    public static void print(long nanoseconds, StringBuilder out) {
        String number = Long.toString(nanoseconds / 1000);
        if (number.length() < WIDTH) {
            String rest = String.format("%03d", nanoseconds % 1000);
            number += "." + rest.substring(0, Math.min(rest.length(), WIDTH - number.length()));
        }
        out.append(number).append(" us ").append(" ".repeat(Math.max(0, WIDTH + 1 - number.length())));
    }
}
