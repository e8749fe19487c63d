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
        scenarios.directs();
        scenarios.modules();
        scenarios.returns();
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

    private void directs() {
        add(
                "direct-near",
                "Each call goes to the old trampoline or the new one, and to none that was freed.",
                Directs::near);
        add(
                "direct-far",
                "Each call goes to the old trampoline or the new one, whichever the handle says.",
                Directs::far);
        add(
                "direct-comes-and-goes",
                "A direct call that came and went leaves no CPU behind in its trampoline.",
                Directs::comesAndGoes);
    }

    private void modules() {
        add(
                "module",
                "A function of a module is traced from the load on; nobody is in its PLT when it goes.",
                Modules::loadAndUnload);
        add(
                "plt",
                "A far call site is traced through its PLT as a near one is.",
                (stage, of) -> Modules.plt(stage, of, true));
        add(
                "plt-list",
                "A far call site without a literal goes through its PLT to the list, and comes back.",
                (stage, of) -> Modules.plt(stage, of, false));
    }

    private void returns() {
        add(
                "fgraph-return",
                "A hooked call finds its way back, and no handler runs after close() returned.",
                Returns::graph);
        add("rethook-return", "The same of a probe's exit handler.", Returns::probe);
        add(
                "bpf-swap",
                "An image lives until the last task has come back through it, and programs run as attached.",
                Images::swap);
        add(
                "bpf-detach",
                "After detach no program runs, and a task that sleeps in the function comes back.",
                Images::detach);
    }

    private void add(String name, String invariant, BiConsumer<Stage, CoreScenario> script) {
        for (int cpus = 1; cpus <= MOST_CPUS; cpus++) {
            all.add(new CoreScenario(name + "-" + cpus, invariant, cpus, embedding, script));
        }
    }
}
