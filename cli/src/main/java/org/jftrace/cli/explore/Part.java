package org.jftrace.cli.explore;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jftrace.sim.explore.Limits;
import org.jftrace.sim.explore.Report;

/**
 * What the parts of a search have found; a line of a file.
 *
 * <pre>
 *     scenario,bound,limit,seed,shards,parts,states,schedules,steps,millis,exhausted,failure
 *     disable-2,1,1000000,1,2,0,5021,7204,702190,2251,true,
 * </pre>
 *
 * @param scenario its name
 * @param bound how many calls a CPU makes
 * @param limit how many schedules a part runs at most
 * @param seed of the random ones
 * @param shards into how many parts the search is divided
 * @param parts which of them these are
 * @param states how many were visited, added up: a state that several parts have visited counts for each
 * @param schedules how many were run
 * @param steps how many were taken
 * @param millis how long it took, added up
 * @param exhausted whether each of these parts went through all of its share
 * @param failure the schedule that fails, or ""
 */
record Part(
        String scenario,
        int bound,
        long limit,
        long seed,
        int shards,
        List<Integer> parts,
        long states,
        long schedules,
        long steps,
        long millis,
        boolean exhausted,
        String failure) {
    static final String HEADER =
            "scenario,bound,limit,seed,shards,parts,states,schedules,steps,millis,exhausted,failure";

    private static final int COLUMNS = 12;

    static Part of(Report report) {
        Limits limits = report.limits();
        Report.Failure failure = report.failure();
        return new Part(
                report.scenario(),
                limits.bound(),
                limits.schedules(),
                limits.seed(),
                limits.shards(),
                List.of(limits.shard()),
                report.states(),
                report.schedules(),
                report.steps(),
                report.millis(),
                report.exhausted(),
                failure == null ? "" : failure.schedule().toString());
    }

    static Part parse(String line) {
        String[] cells = line.split(",", -1);
        if (cells.length != COLUMNS) {
            throw new IllegalArgumentException("not " + COLUMNS + " columns: " + line);
        }
        try {
            return new Part(
                    cells[0],
                    Integer.parseInt(cells[1]),
                    Long.parseLong(cells[2]),
                    Long.parseLong(cells[3]),
                    Integer.parseInt(cells[4]),
                    Stream.of(cells[5].split(" ")).map(Integer::valueOf).toList(),
                    Long.parseLong(cells[6]),
                    Long.parseLong(cells[7]),
                    Long.parseLong(cells[8]),
                    Long.parseLong(cells[9]),
                    Boolean.parseBoolean(cells[10]),
                    cells[11]);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("not a line of a search: " + line, notANumber);
        }
    }

    String line() {
        String which = parts.stream().map(String::valueOf).collect(Collectors.joining(" "));
        return String.join(
                ",",
                scenario,
                "" + bound,
                "" + limit,
                "" + seed,
                "" + shards,
                which,
                "" + states,
                "" + schedules,
                "" + steps,
                "" + millis,
                "" + exhausted,
                failure);
    }

    /** Puts parts of the same search together; a part that is there twice counts once. */
    static Collection<Part> merge(Collection<Part> all) {
        Map<String, Part> merged = new TreeMap<>();
        for (Part part : all) {
            merged.merge(part.search(), part, Part::with);
        }
        return merged.values();
    }

    private String search() {
        return scenario + " " + bound + " " + limit + " " + seed + " " + shards;
    }

    private Part with(Part other) {
        if (parts.containsAll(other.parts)) {
            return this;
        }
        return new Part(
                scenario,
                bound,
                limit,
                seed,
                shards,
                Stream.concat(parts.stream(), other.parts.stream()).sorted().toList(),
                states + other.states,
                schedules + other.schedules,
                steps + other.steps,
                millis + other.millis,
                exhausted && other.exhausted,
                failure.isEmpty() ? other.failure : failure);
    }

    /** Whether all of the scenario was gone through. */
    boolean isWhole() {
        return exhausted && IntStream.range(0, shards).allMatch(parts::contains);
    }

    String describe() {
        String extent =
                isWhole() ? "exhausted" : parts.size() < shards ? "parts " + parts + " of " + shards : "not exhausted";
        return String.format(
                Locale.ROOT,
                "%-24s %10d states %9d schedules %11d steps %8d a second  %s%s",
                scenario,
                states,
                schedules,
                steps,
                1000 * steps / Math.max(1, millis),
                extent,
                failure.isEmpty() ? "" : "  FAILED: " + failure);
    }
}
