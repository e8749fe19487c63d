package org.jftrace.sim.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jftrace.sim.adversary.Bench;
import org.jftrace.sim.adversary.Violation;
import org.jspecify.annotations.Nullable;

/** Searches a scenario for a schedule in which its invariant does not hold. One search at a time. */
public final class Explorer implements AutoCloseable {
    private static final int MOST_ATTEMPTS = 2_000;
    private static final int REPORT_EVERY = 1_000;
    private static final int LESSONS = 50;

    private final Scenario scenario;
    private final Limits limits;
    private final Consumer<Report> progress;
    private final Bench bench = new Bench();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "second host");
        thread.setDaemon(true);
        return thread;
    });

    private final LongSet seenSchedules = new LongSet();
    private LongSet states = new LongSet();
    private long schedules;
    private long steps;
    private long began;

    /**
     * Makes an explorer.
     *
     * @param scenario what is searched
     * @param limits how far
     * @param progress is told now and then how far it has come
     */
    public Explorer(Scenario scenario, Limits limits, Consumer<Report> progress) {
        this.scenario = scenario;
        this.limits = limits;
        this.progress = progress;
    }

    /**
     * Searches all of a scenario within limits.
     *
     * @param scenario what is searched
     * @param limits how far
     * @return what was found
     */
    public static Report explore(Scenario scenario, Limits limits) {
        try (Explorer explorer = new Explorer(scenario, limits, report -> {})) {
            return explorer.search();
        }
    }

    /**
     * Searches: in order, then by chance if that came to no end.
     *
     * @return what was found; after a failure the search ends
     */
    public Report search() {
        began = System.nanoTime();
        learn();
        DepthFirst order = newOrder();
        while (true) {
            Violation found = run(order);
            if (bench.hasLearnt()) {
                order = newOrder();
                continue;
            }
            count();
            if (found != null) {
                return failed(new Schedule(order.schedule()));
            }
            if (!order.next()) {
                return report(true, null);
            }
            if (schedules >= limits.schedules()) {
                return byChance();
            }
        }
    }

    /** Learns from random schedules what is shared, always the same: schedules mean something only to who knows the same. */
    private void learn() {
        RandomWalk walk = new RandomWalk(new LongSet(), new LongSet(), 0);
        for (int n = 0; n < LESSONS; n++) {
            walk.begin();
            run(walk);
            bench.hasLearnt();
        }
        steps = 0;
    }

    private DepthFirst newOrder() {
        states = new LongSet();
        schedules = 0;
        return new DepthFirst(states, limits.shard(), limits.shards());
    }

    private Report byChance() {
        RandomWalk walk = new RandomWalk(states, seenSchedules, limits.seed() * 1_000_003 + limits.shard());
        for (long n = 0; n < limits.schedules(); n++) {
            walk.begin();
            Violation found = run(walk);
            bench.hasLearnt();
            if (walk.end()) {
                count();
            }
            if (found != null) {
                return failed(new Schedule(walk.schedule()));
            }
        }
        return report(false, null);
    }

    private void count() {
        schedules++;
        if (schedules % REPORT_EVERY == 0) {
            progress.accept(report(false, null));
        }
    }

    private @Nullable Violation run(Conductor.Chooser chooser) {
        return run(chooser, null);
    }

    private @Nullable Violation run(Conductor.Chooser chooser, @Nullable List<String> trace) {
        Stage stage = new Stage(bench, limits.bound());
        scenario.prepare(stage);
        Conductor conductor = new Conductor(stage, chooser, threads, trace);
        conductor.run();
        steps += conductor.steps();
        return conductor.violation();
    }

    /** Makes a schedule shorter as long as it goes on to fail, so that its trace can be read. */
    private Report failed(Schedule schedule) {
        Schedule best = schedule.trimmed();
        int attempts = 0;
        for (int at = best.choices().length - 1; at >= 0 && attempts < MOST_ATTEMPTS; at--) {
            if (at < best.choices().length && best.choices()[at] != 0) {
                Schedule simpler = best.with(at, 0).trimmed();
                attempts++;
                best = run(simpler.replay()) == null ? best : simpler;
            }
        }
        return report(false, replay(best));
    }

    /**
     * Runs one schedule, again.
     *
     * @param schedule of a search with the same bound
     * @return what happened, also if nothing went wrong
     */
    public Report.Failure again(Schedule schedule) {
        learn();
        return replay(schedule);
    }

    private Report.Failure replay(Schedule schedule) {
        bench.recordStacks(true);
        List<String> trace = new ArrayList<>();
        Violation found = run(schedule.replay(), trace);
        bench.recordStacks(false);
        return new Report.Failure(found == null ? "nothing" : String.valueOf(found.getMessage()), schedule, trace);
    }

    private Report report(boolean exhausted, Report.@Nullable Failure failure) {
        long millis = (System.nanoTime() - began) / 1_000_000;
        return new Report(scenario.name(), limits, states.size(), schedules, steps, millis, exhausted, failure);
    }

    /** Lets threads go. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
