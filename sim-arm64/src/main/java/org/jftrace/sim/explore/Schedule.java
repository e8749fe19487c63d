package org.jftrace.sim.explore;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * What was chosen where there was a choice. Written as numbers with dots between them, {@code 0x7} being seven times 0; what comes
 * after the last is always the first option.
 *
 * @param choices in the order in which they were made
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Schedule(int[] choices) {
    /**
     * Reads a schedule.
     *
     * @param text as {@link #toString} writes it
     * @return the schedule
     * @throws IllegalArgumentException if it is none
     */
    public static Schedule parse(String text) {
        int[] choices = new int[0];
        if (text.equals("-")) {
            return new Schedule(choices);
        }
        for (String part : text.split("\\.", -1)) {
            String[] repeated = part.split("x", -1);
            int choice = number(repeated[0], part);
            int times = repeated.length == 1 ? 1 : number(repeated[repeated.length - 1], part);
            int before = choices.length;
            choices = Arrays.copyOf(choices, before + times);
            Arrays.fill(choices, before, before + times, choice);
        }
        return new Schedule(choices);
    }

    private static int number(String digits, String part) {
        if (!digits.matches("\\d{1,6}")) {
            throw new IllegalArgumentException("no choice, nor a repeated one: " + part);
        }
        return Integer.parseInt(digits);
    }

    /** Without the choices at the end that are made anyway. */
    Schedule trimmed() {
        int length = choices.length;
        while (length > 0 && choices[length - 1] == 0) {
            length--;
        }
        return new Schedule(Arrays.copyOf(choices, length));
    }

    Schedule with(int at, int choice) {
        int[] changed = choices.clone();
        changed[at] = choice;
        return new Schedule(changed);
    }

    /** Makes the choices, each as near as there is one. */
    Conductor.Chooser replay() {
        return new Conductor.Chooser() {
            private int at;

            @Override
            public int choose(int options, LongSupplier hash) {
                return at < choices.length ? Math.min(choices[at++], options - 1) : 0;
            }
        };
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < choices.length; ) {
            int end = at;
            while (end < choices.length && choices[end] == choices[at]) {
                end++;
            }
            text.append(at == 0 ? "" : ".").append(choices[at]).append(end - at == 1 ? "" : "x" + (end - at));
            at = end;
        }
        return text.length() == 0 ? "-" : text.toString();
    }
}
