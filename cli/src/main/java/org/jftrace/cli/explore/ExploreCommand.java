package org.jftrace.cli.explore;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jftrace.cli.explore.scenario.Embedding;
import org.jftrace.cli.explore.scenario.Scenarios;
import org.jftrace.sim.explore.Explorer;
import org.jftrace.sim.explore.Limits;
import org.jftrace.sim.explore.Report;
import org.jftrace.sim.explore.Scenario;
import org.jftrace.sim.explore.Schedule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jftrace explore}. */
@Command(
        name = "explore",
        mixinStandardHelpOptions = true,
        description = {
            "Goes through the interleavings of scenarios in which call sites are patched under execution, on a machine whose",
            "CPUs do whatever the architecture allows; in order while there are at most so many, then by chance.%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  jftrace explore --list",
            "  jftrace explore direct-near-2 --bound 2",
            "  jftrace explore disable-2 --replay 0x4.3        one schedule, step by step",
            "  jftrace explore --shard 3/16 --out part3.csv    one of sixteen parts, on any machine",
            "  jftrace explore --merge part*.csv               what they have found together",
            "",
            "Exit code: 0 if every invariant held, 1 if one did not or after an error, 2 after wrong usage."
        })
public final class ExploreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..*", paramLabel = "SCENARIO", description = "a name, or its beginning; all if none is given")
    private List<String> names = List.of();

    @Option(names = "--list", description = "say which scenarios there are, and what must hold in each")
    private boolean list;

    @Option(names = "--bound", paramLabel = "N", defaultValue = "1", description = "how many calls each CPU makes; 1")
    private int bound;

    @Option(
            names = "--schedules",
            paramLabel = "N",
            defaultValue = "500000",
            description = "how many are gone through before chance takes over, and then by chance; 500000")
    private long schedules;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "of what is chosen by chance; 1")
    private long seed;

    @Option(names = "--shard", paramLabel = "I/N", defaultValue = "0/1", description = "part I, from 0, of N")
    private String shard = "";

    @Option(names = "--jobs", paramLabel = "N", description = "how many scenarios at a time; one for each core")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(names = "--out", paramLabel = "FILE", description = "write the results there too, to be merged")
    private @Nullable Path out;

    @Option(names = "--merge", description = "take the parameters for result files, and put them together")
    private boolean merge;

    @Option(
            names = "--replay",
            paramLabel = "SCHEDULE",
            description = "run one schedule of one scenario, and show its steps")
    private @Nullable String replay;

    @Option(names = "--progress", negatable = true, description = "say on stderr how far it is; on a terminal")
    private boolean progress = Boolean.getBoolean("jftrace.terminal");

    /** Makes a command. */
    public ExploreCommand() {}

    @Override
    public Integer call() throws Exception {
        if (merge) {
            return merged();
        }
        List<Scenario> chosen = chosen();
        String one = replay;
        if (list) {
            chosen.forEach(scenario -> print(String.format("%-24s %s", scenario.name(), scenario.invariant())));
            return 0;
        }
        return one != null ? replayed(chosen, one) : searched(chosen);
    }

    private List<Scenario> chosen() {
        List<Scenario> all = Scenarios.all(Embedding.SOUND);
        if (names.isEmpty()) {
            return all;
        }
        List<Scenario> chosen = new ArrayList<>();
        for (String name : names) {
            List<Scenario> matching = all.stream()
                    .filter(scenario -> scenario.name().startsWith(name))
                    .toList();
            if (matching.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "no scenario begins with " + name + "; see --list");
            }
            chosen.addAll(matching);
        }
        return chosen;
    }

    private Limits limits() {
        String[] parts = shard.split("/", -1);
        try {
            return new Limits(
                    bound, schedules, seed, Integer.parseInt(parts[0]), Integer.parseInt(parts[parts.length - 1]));
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(
                    spec.commandLine(), "--shard " + shard + " of " + bound + " calls: " + wrong.getMessage());
        }
    }

    private int searched(List<Scenario> chosen) throws IOException, InterruptedException {
        Limits limits = limits();
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, jobs));
        List<Part> parts = new ArrayList<>();
        try {
            List<Future<Report>> searches = new ArrayList<>();
            for (Scenario scenario : chosen) {
                searches.add(pool.submit(() -> search(scenario, limits)));
            }
            for (Future<Report> search : searches) {
                parts.add(show(await(search)));
            }
        } finally {
            pool.shutdownNow();
        }
        write(parts);
        return parts.stream().allMatch(part -> part.failure().isEmpty()) ? 0 : 1;
    }

    private static Report await(Future<Report> search) throws InterruptedException {
        try {
            return search.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(String.valueOf(failed.getCause()), failed);
        }
    }

    private Report search(Scenario scenario, Limits limits) {
        try (Explorer explorer = new Explorer(scenario, limits, this::showProgress)) {
            return explorer.search();
        }
    }

    private void showProgress(Report report) {
        if (progress) {
            PrintWriter err = spec.commandLine().getErr();
            err.print("\r" + Part.of(report).describe() + " \r");
            err.flush();
        }
    }

    private Part show(Report report) {
        Part part = Part.of(report);
        print(part.describe());
        Report.Failure failure = report.failure();
        if (failure != null) {
            print("  " + failure.what());
            failure.trace().forEach(step -> print("    " + step));
        }
        return part;
    }

    private void write(List<Part> parts) throws IOException {
        if (out != null) {
            List<String> lines = new ArrayList<>(List.of(Part.HEADER));
            parts.forEach(part -> lines.add(part.line()));
            Files.write(out, lines);
        }
    }

    private int merged() throws IOException {
        List<Part> parts = new ArrayList<>();
        for (String file : names) {
            List<String> lines = Files.readAllLines(Path.of(file));
            if (lines.isEmpty() || !lines.get(0).equals(Part.HEADER)) {
                throw new IllegalArgumentException(file + " does not begin with " + Part.HEADER);
            }
            lines.subList(1, lines.size()).forEach(line -> parts.add(Part.parse(line)));
        }
        List<Part> merged = List.copyOf(Part.merge(parts));
        merged.forEach(part -> print(part.describe()));
        write(merged);
        return merged.stream().allMatch(part -> part.failure().isEmpty()) ? 0 : 1;
    }

    private int replayed(List<Scenario> chosen, String schedule) {
        if (chosen.size() != 1) {
            throw new ParameterException(spec.commandLine(), "--replay needs the name of one scenario");
        }
        try (Explorer explorer = new Explorer(chosen.get(0), limits(), report -> {})) {
            Report.Failure happened = explorer.again(Schedule.parse(schedule));
            happened.trace().forEach(this::print);
            print("what went wrong: " + happened.what());
            return happened.what().equals("nothing") ? 0 : 1;
        }
    }

    private void print(String line) {
        PrintWriter to = spec.commandLine().getOut();
        to.println(line);
        to.flush();
    }
}
