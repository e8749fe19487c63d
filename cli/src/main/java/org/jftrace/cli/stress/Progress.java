package org.jftrace.cli.stress;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How far the harness has come, by what it prints; the last count is the result. */
final class Progress {
    private static final Pattern COUNTS = Pattern.compile(
            "\\(Results: (\\d+) planned; (\\d+) passed, (\\d+) failed, (\\d+) soft errs, (\\d+) hard errs\\)");
    private static final int WIDTH = 30;

    private int planned;
    private int passed;
    private int failed;
    private int errors;

    /** Reads a line; tells whether it says how far. */
    boolean read(String line) {
        Matcher counts = COUNTS.matcher(line);
        if (!counts.find()) {
            return false;
        }
        planned = Integer.parseInt(counts.group(1));
        passed = Integer.parseInt(counts.group(2));
        failed = Integer.parseInt(counts.group(3));
        errors = Integer.parseInt(counts.group(4)) + Integer.parseInt(counts.group(5));
        return true;
    }

    /** A line as wide whatever it says. */
    String bar() {
        int done = passed + failed + errors;
        int full = planned == 0 ? 0 : done * WIDTH / planned;
        return String.format("[%s%s] %s", "#".repeat(full), " ".repeat(WIDTH - full), counts());
    }

    String counts() {
        return String.format("%d planned, %d passed, %d failed, %d errors", planned, passed, failed, errors);
    }

    /** Whether tests were planned, and each was run and passed. */
    boolean isGood() {
        return planned > 0 && passed == planned;
    }
}
