package org.jftrace.cli.explore.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jftrace.sim.explore.Scenario;
import org.jftrace.sim.explore.Stage;

/** All scenarios there are. */
public final class Scenarios {
    private static final int MOST_CPUS = 2;

    private final Embedding embedding;
    private final List<Scenario> all = new ArrayList<>();

    private Scenarios(Embedding embedding) {
        this.embedding = embedding;
    }

    /**
     * Makes all scenarios.
     *
     * @param embedding how the core sees the machine
     * @return by name: that of what happens, a hyphen, and how many CPUs call
     */
    public static List<Scenario> all(Embedding embedding) {
        Scenarios scenarios = new Scenarios(embedding);
        scenarios.tracers();
        return scenarios.all;
    }

    private void tracers() {
        add(
                "enable",
                "A call that begins after register() returned is seen once, an earlier one at most once.",
                Tracers::enable);
        add(
                "disable",
                "A call is seen at most once, and never after close() returned; nothing is left over.",
                Tracers::disable);
        add(
                "modify-ops",
                "Each call is seen by who must see it, whichever way the literal changes.",
                Tracers::modifyOps);
        add(
                "trampoline-free",
                "No CPU executes a tracer's own trampoline, or uses its handle, after it was freed.",
                Tracers::trampolineFree);
        add(
                "trampoline-made",
                "No CPU executes a new trampoline before it can have seen all its words.",
                Tracers::trampolineMade);
        add(
                "two-patchers",
                "Two changes of one site at a time leave it as one after the other would.",
                Tracers::twoPatchers);
    }

    private void add(String name, String invariant, BiConsumer<Stage, CoreScenario> script) {
        for (int cpus = 1; cpus <= MOST_CPUS; cpus++) {
            all.add(new CoreScenario(name + "-" + cpus, invariant, cpus, embedding, script));
        }
    }
}
