package org.jftrace.cli.compare;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jftrace.cli.compare.Comparison.Measure;
import org.jftrace.cli.compare.route.Workload;
import org.jftrace.cli.compare.time.Timing;
import org.jftrace.sim.count.Counts;

/** Tables for people: one a workload, then the published ratios beside ours. */
final class TextReport implements Report {
    private static final String COUNTS = "%-23s %6s %6s %6s %6s %8s %6s %8s %5s %6s";

    private final boolean timed;

    TextReport(boolean timed) {
        this.timed = timed;
    }

    @Override
    public void print(Comparison comparison, PrintWriter out) {
        for (Workload workload : Workload.values()) {
            out.printf("%s: %s%n%n", workload.title(), workload.summary());
            line(
                    out,
                    format(
                            COUNTS,
                            "",
                            "instr.",
                            "times",
                            "loads",
                            "stores",
                            "branches",
                            "taken",
                            "indirect",
                            "host",
                            "stack"),
                    format(" %9s %8s %6s", "ns", "error", "times"));
            comparison.rows(workload).forEach(row -> line(out, counts(comparison, row), time(comparison, row)));
            out.println();
        }
        published(comparison, out);
        out.flush();
    }

    private void line(PrintWriter out, String counts, String time) {
        out.println((timed ? counts + time : counts).stripTrailing());
    }

    private static String counts(Comparison comparison, Row row) {
        Counts c = row.counts();
        String name = row.route().name();
        if (c == null) {
            return format("%-23s refused, ", name) + row.refusal();
        }
        return format(
                COUNTS,
                name,
                c.instructions(),
                ratio(comparison.relative(Measure.INSTRUCTIONS, row.workload(), name)),
                c.loads(),
                c.stores(),
                c.branches(),
                c.taken(),
                c.indirect(),
                c.hostCalls(),
                c.stack());
    }

    private static String time(Comparison comparison, Row row) {
        Timing time = row.time();
        return time == null
                ? ""
                : format(
                        " %9.1f %8.1f %6s",
                        time.nanos(),
                        time.error(),
                        ratio(comparison.relative(
                                Measure.NANOS, row.workload(), row.route().name())));
    }

    private void published(Comparison comparison, PrintWriter out) {
        String group = "";
        for (Published figure : Published.all()) {
            if (!figure.group().equals(group)) {
                out.printf("%s%s%n%n", group.isEmpty() ? "" : "\n", figure.group());
                group = figure.group();
                line(out, format("%-38s %9s %13s", "", "published", "ours, instr."), format(" %9s", "ours, ns"));
            }
            line(
                    out,
                    format(
                            "%-38s %9s %13s",
                            figure.what(),
                            ratio(OptionalDouble.of(figure.value())),
                            ratio(figure.ours().of(comparison, Measure.INSTRUCTIONS))),
                    format(" %9s", ratio(figure.ours().of(comparison, Measure.NANOS))));
        }
    }

    private static String ratio(OptionalDouble value) {
        return value.isEmpty() ? "" : format("%.2f", value.getAsDouble());
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
