package org.jftrace.cli.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jftrace.FtraceException;
import org.jftrace.cli.compare.route.Bench;
import org.jftrace.cli.compare.route.CallRoute;
import org.jftrace.cli.compare.route.Routes;
import org.jftrace.cli.compare.route.Workload;
import org.jftrace.cli.compare.time.Forks;
import org.jspecify.annotations.Nullable;

/** All routes with all workloads. */
record Comparison(List<Row> rows) {
    /** What is compared. */
    enum Measure {
        INSTRUCTIONS,
        NANOS;

        OptionalDouble of(Row row) {
            if (this == INSTRUCTIONS) {
                return row.counts() == null
                        ? OptionalDouble.empty()
                        : OptionalDouble.of((double) row.counts().instructions());
            }
            return row.time() == null
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(row.time().nanos());
        }
    }

    /** Counts in this JVM; times are null if not wanted. */
    static Comparison of(Path vfs, @Nullable Forks times) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (Workload workload : Workload.values()) {
            for (CallRoute route : Routes.all()) {
                rows.add(row(vfs, workload, route, times));
            }
        }
        return new Comparison(List.copyOf(rows));
    }

    private static Row row(Path vfs, Workload workload, CallRoute route, @Nullable Forks times) throws IOException {
        try (Bench bench = Bench.open(vfs, workload, route)) {
            return new Row(
                    workload,
                    route,
                    bench.countTurn(route.hits()),
                    null,
                    times == null ? null : times.timing(workload, route));
        } catch (FtraceException refused) {
            return new Row(workload, route, null, refused.getMessage(), null);
        }
    }

    List<Row> rows(Workload workload) {
        return rows.stream().filter(row -> row.workload() == workload).toList();
    }

    private OptionalDouble value(Measure measure, Workload workload, String route) {
        return measure.of(rows(workload).stream()
                .filter(row -> row.route().name().equals(route))
                .findFirst()
                .orElseThrow());
    }

    /** How many times as much as untraced. */
    OptionalDouble relative(Measure measure, Workload workload, String route) {
        return quotient(value(measure, workload, route), untraced(measure, workload));
    }

    /** How much more than untraced. */
    OptionalDouble overhead(Measure measure, Workload workload, String route) {
        OptionalDouble traced = value(measure, workload, route);
        OptionalDouble untraced = untraced(measure, workload);
        return traced.isPresent() && untraced.isPresent()
                ? OptionalDouble.of(traced.getAsDouble() - untraced.getAsDouble())
                : OptionalDouble.empty();
    }

    private OptionalDouble untraced(Measure measure, Workload workload) {
        return value(measure, workload, Routes.UNTRACED.name());
    }

    static OptionalDouble quotient(OptionalDouble a, OptionalDouble b) {
        return a.isPresent() && b.isPresent()
                ? OptionalDouble.of(a.getAsDouble() / b.getAsDouble())
                : OptionalDouble.empty();
    }
}
