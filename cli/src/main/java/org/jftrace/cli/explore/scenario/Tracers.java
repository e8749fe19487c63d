package org.jftrace.cli.explore.scenario;

import org.jftrace.Filter;
import org.jftrace.Registration;
import org.jftrace.sim.adversary.GuestImage;
import org.jftrace.sim.explore.Stage;

/** Tracers come and go at a function that is being called. */
final class Tracers {
    private static final Filter F0 = Filter.name("f0");

    private Tracers() {}

    private static CoreStage stageFor(Stage stage, CoreScenario scenario, GuestImage image) {
        CoreStage core = new CoreStage(stage, scenario.embedding(), scenario.cpus(), image);
        core.everyCpuCalls(image.function(0));
        return core.atRest();
    }

    /** NOP becomes BL. */
    static void enable(Stage stage, CoreScenario scenario) {
        CoreStage core = stageFor(stage, scenario, CoreStage.oneFunction(true));
        Traced tracer = core.tracer("a");
        stage.host("registers", () -> core.register(tracer, F0));
        stage.atEnd(() -> {});
    }

    /** BL becomes NOP. */
    static void disable(Stage stage, CoreScenario scenario) {
        CoreStage core = stageFor(stage, scenario, CoreStage.oneFunction(true));
        Traced tracer = core.tracer("a");
        Registration registration = core.register(tracer, F0);
        stage.host("closes", () -> core.close(tracer, registration));
    }

    /** The BL stays, the literal goes from one to several to another one. */
    static void modifyOps(Stage stage, CoreScenario scenario) {
        CoreStage core = stageFor(stage, scenario, CoreStage.oneFunction(true));
        Traced first = core.tracer("a");
        Traced second = core.tracer("b");
        Registration registration = core.register(first, F0);
        stage.host("registers b, closes a", () -> {
            core.register(second, F0);
            core.close(first, registration);
        });
        stage.atEnd(() -> {});
    }

    /** A site without a literal goes to a trampoline of the tracer's own, which is freed. */
    static void trampolineFree(Stage stage, CoreScenario scenario) {
        CoreStage core = stageFor(stage, scenario, CoreStage.oneFunction(false));
        Traced tracer = core.tracer("a");
        Registration registration = core.register(tracer, F0);
        stage.host("closes", () -> core.close(tracer, registration));
    }

    /** The same, and the trampoline is made while CPUs run. */
    static void trampolineMade(Stage stage, CoreScenario scenario) {
        CoreStage core = stageFor(stage, scenario, CoreStage.oneFunction(false));
        Traced tracer = core.tracer("a");
        stage.host("registers", () -> core.register(tracer, F0));
        stage.atEnd(() -> {});
    }

    /** Two hosts change the same site. */
    static void twoPatchers(Stage stage, CoreScenario scenario) {
        CoreStage core = stageFor(stage, scenario, CoreStage.oneFunction(true));
        Traced first = core.tracer("a");
        Traced second = core.tracer("b");
        Registration registration = core.register(first, F0);
        stage.host("closes a", () -> core.close(first, registration));
        stage.host("registers b", () -> core.register(second, F0));
        stage.atEnd(() -> {});
    }
}
