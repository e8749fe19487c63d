package org.jftrace.jcstress;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run of the jcstress harness printed. Its exit code alone will not do: it is 0 when no test matched, and when a
 * test could not be scheduled.
 */
record HarnessReport(Counts counts, Map<String, Verdict> verdicts) {
    private static final Pattern RESULTS = Pattern.compile(
            "\\(Results: (\\d+) planned; (\\d+) passed, (\\d+) failed, (\\d+) soft errs, (\\d+) hard errs\\)");
    private static final Pattern TEST = Pattern.compile("^\\.+ \\[([A-Z ]+)] (\\S+)$");
    private static final Pattern ROW = Pattern.compile(
            "^\\s+(\\S.*?)\\s+([\\d,]+)\\s+[\\d.]+%\\s+(Acceptable|Interesting|Forbidden|Unknown)\\b.*$");

    /** The harness counts a test once for each JVM configuration and each way to schedule it. */
    record Counts(int planned, int passed, int failed, int softErrors, int hardErrors) {
        static final Counts NOTHING = new Counts(0, 0, 0, 0, 0);

        int ran() {
            return passed + failed + softErrors + hardErrors;
        }

        @Override
        public String toString() {
            return planned + " planned, " + passed + " passed, " + failed + " failed, " + softErrors + " soft errors, "
                    + hardErrors + " hard errors";
        }
    }

    /** What came out of one test over all configurations. */
    record Verdict(String status, long samples, Set<String> interesting, Set<String> forbidden) {
        static Verdict of(String status) {
            return new Verdict(status, 0, new TreeSet<>(), new TreeSet<>());
        }

        Verdict with(String outcome, long times, String expectation) {
            if (times > 0 && expectation.equals("Interesting")) {
                interesting.add(outcome);
            } else if (times > 0 && !expectation.equals("Acceptable")) {
                forbidden.add(outcome);
            }
            return new Verdict(status, samples + times, interesting, forbidden);
        }

        List<String> complaints(String test) {
            List<String> complaints = new ArrayList<>();
            if (!status.equals("OK")) {
                complaints.add(test + " is " + status + (forbidden.isEmpty() ? "" : ": " + forbidden));
            } else if (samples == 0) {
                complaints.add(test + " has no samples");
            }
            return complaints;
        }
    }

    /** Reads the counts of the last progress line, and the verdicts of the summary. */
    static HarnessReport parse(List<String> output) {
        Counts counts = Counts.NOTHING;
        Map<String, Verdict> verdicts = new TreeMap<>();
        boolean summary = false;
        String test = "";
        for (String line : output) {
            Matcher results = RESULTS.matcher(line);
            Matcher head = TEST.matcher(line);
            Matcher row = ROW.matcher(line);
            if (results.find()) {
                counts = countsOf(results);
            } else if (line.startsWith("RUN RESULTS:")) {
                summary = true;
            } else if (summary && head.matches()) {
                test = head.group(2);
                verdicts.put(test, Verdict.of(head.group(1)));
            } else if (summary && row.matches()) {
                long times = Long.parseLong(row.group(2).replace(",", ""));
                verdicts.computeIfPresent(test, (name, seen) -> seen.with(row.group(1), times, row.group(3)));
            }
        }
        return new HarnessReport(counts, verdicts);
    }

    private static Counts countsOf(Matcher results) {
        return new Counts(
                number(results, 1), number(results, 2), number(results, 3), number(results, 4), number(results, 5));
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    /** Says what is wrong with the run as a whole. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        if (counts.planned() == 0) {
            complaints.add("no test was planned");
        }
        if (counts.ran() != counts.planned()) {
            complaints.add("only " + counts.ran() + " of " + counts.planned() + " planned tests ran");
        }
        if (counts.passed() != counts.ran()) {
            complaints.add(counts.toString());
        }
        return complaints;
    }

    /** Says what is wrong with one test. */
    List<String> complaints(String test) {
        Verdict verdict = verdicts.get(test);
        return verdict == null ? List.of(test + " was not run") : verdict.complaints(test);
    }
}
