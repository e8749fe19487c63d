package org.jftrace.jcstress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HarnessReportTest {
    private static final String GOOD = """
            .......... [OK] a.First

              RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
                0, 7    9,999  100.00%   Forbidden  from another configuration, not from the summary

            (Results: 4 planned; 3 passed, 0 failed, 0 soft errs, 0 hard errs)
            (Results: 4 planned; 4 passed, 0 failed, 0 soft errs, 0 hard errs)

            RUN RESULTS:
              Interesting tests: 1 matching test results.

            .......... [OK] a.Second.Broken

              Results across all configurations:

              RESULT    SAMPLES     FREQ       EXPECT  DESCRIPTION
                   0  1,952,537   39.37%  Interesting  too early
                   1  3,007,311   60.63%   Acceptable  in time

              Failed tests: No matches.

            .......... [OK] a.First

              Results across all configurations:

              RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
                0, 1        0    0.00%   Forbidden  lost
                1, 1   12,345  100.00%  Acceptable  seen
            """;

    @Test
    void aGoodRunHasNothingToComplainOf() {
        HarnessReport report = report(GOOD);
        assertEquals(List.of(), report.complaints());
        assertEquals(List.of(), report.complaints("a.First"));
        assertEquals(List.of(), report.complaints("a.Second.Broken"));
        assertEquals(
                "4 planned, 4 passed, 0 failed, 0 soft errors, 0 hard errors",
                report.counts().toString());
    }

    @Test
    void samplesAreThoseOfTheSummaryAlone() {
        HarnessReport report = report(GOOD);
        assertEquals(12_345, report.verdicts().get("a.First").samples());
        assertEquals(4_959_848, report.verdicts().get("a.Second.Broken").samples());
        assertEquals(Set.of("0"), report.verdicts().get("a.Second.Broken").interesting());
    }

    @Test
    void aRunOfNothingFails() {
        assertEquals(
                List.of("no test was planned"),
                report("FATAL: No matching tests.").complaints());
        assertEquals(
                List.of("no test was planned"),
                report("(Results: 0 planned; 0 passed, 0 failed, 0 soft errs, 0 hard errs)")
                        .complaints());
    }

    @Test
    void aTestThatWasNotScheduledFails() {
        assertEquals(List.of("a.Third was not run"), report(GOOD).complaints("a.Third"));
    }

    @Test
    void aRunThatStoppedHalfWayFails() {
        assertEquals(
                List.of("only 3 of 4 planned tests ran"),
                report("(Results: 4 planned; 3 passed, 0 failed, 0 soft errs, 0 hard errs)")
                        .complaints());
    }

    @Test
    void errorsOfEitherKindFail() {
        assertEquals(
                List.of("4 planned, 3 passed, 0 failed, 1 soft errors, 0 hard errors"),
                report(GOOD.replace("4 passed, 0 failed, 0 soft", "3 passed, 0 failed, 1 soft"))
                        .complaints());
        assertEquals(
                List.of("4 planned, 3 passed, 0 failed, 0 soft errors, 1 hard errors"),
                report(GOOD.replace(
                                "4 passed, 0 failed, 0 soft errs, 0 hard", "3 passed, 0 failed, 0 soft errs, 1 hard"))
                        .complaints());
        assertEquals(
                List.of("a.First is ERROR"),
                report(GOOD.replace("[OK] a.First", "[ERROR] a.First")).complaints("a.First"));
    }

    @Test
    void aForbiddenOutcomeFailsAndIsNamed() {
        String bad = GOOD.replace("[OK] a.First", "[FAILED] a.First")
                .replace("0, 1        0 ", "0, 1       17 ")
                .replace("4 passed, 0 failed", "3 passed, 1 failed");
        assertEquals(
                List.of("4 planned, 3 passed, 1 failed, 0 soft errors, 0 hard errors"),
                report(bad).complaints());
        assertEquals(List.of("a.First is FAILED: [0, 1]"), report(bad).complaints("a.First"));
    }

    @Test
    void aTestWithoutSamplesFails() {
        assertEquals(
                List.of("a.First has no samples"),
                report(GOOD.replace("12,345", "0")).complaints("a.First"));
    }

    private static HarnessReport report(String output) {
        return HarnessReport.parse(output.lines().toList());
    }
}
