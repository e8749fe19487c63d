package org.jftrace.cli.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.jftrace.cli.compare.route.CallRoute;
import org.jftrace.cli.compare.route.Routes;
import org.jftrace.cli.compare.route.Workload;
import org.jftrace.sim.count.Counts;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Counts COUNTS = new Counts(10, 1, 2, 3, 2, 1, 1, 16);

    private static String print(Report report, String refusal) {
        List<Row> rows = new ArrayList<>();
        for (Workload workload : Workload.values()) {
            for (CallRoute route : Routes.all()) {
                boolean refused = route.name().equals("kretprobe");
                rows.add(new Row(workload, route, refused ? null : COUNTS, refused ? refusal : null, null));
            }
        }
        StringWriter text = new StringWriter();
        report.print(new Comparison(rows), new PrintWriter(text));
        return text.toString();
    }

    @Test
    void aRefusalIsQuotedAsEachFormatWants() {
        String refusal = "a \"b\", c\\d\n";
        assertTrue(print(new CsvReport(), refusal)
                .contains("\ntrigger,kretprobe" + ",".repeat(13) + "\"a \"\"b\"\", c\\d\n\"\n"));
        assertTrue(print(new JsonReport(), refusal).contains("\"refused\": \"a \\\"b\\\", c\\\\d\\u000a\"}"));
        assertTrue(
                print(new TextReport(false), "EINVAL: no").contains("\nkretprobe               refused, EINVAL: no\n"));
    }

    @Test
    void withoutTimesThereAreNoColumnsForThem() {
        assertTrue(print(new TextReport(true), "").contains("error"));
        assertFalse(print(new TextReport(false), "").contains("error"));
    }

    @Test
    void publishedRatiosAreThoseOfThePublishedFigures() {
        List<Double> values = Published.all().stream().map(Published::value).toList();
        assertEquals(64.08 / 1.86, values.get(3));
        assertEquals(34.1 / 28.6, values.get(values.size() - 1));
        assertTrue(values.stream().allMatch(value -> value >= 1), values::toString);
    }
}
