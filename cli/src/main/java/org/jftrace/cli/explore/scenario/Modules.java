package org.jftrace.cli.explore.scenario;

import java.util.List;
import org.jftrace.Filter;
import org.jftrace.Registration;
import org.jftrace.sim.adversary.GuestImage;
import org.jftrace.sim.explore.Stage;

/** Text that comes and goes, a gigabyte away, so that its call sites go through a PLT. */
final class Modules {
    private static final long FAR = CoreStage.TEXT + (1L << 30);
    private static final String NAME = "mod";

    private Modules() {}

    private static GuestImage module(boolean literal) {
        return new GuestImage(NAME, FAR).function(literal).plt();
    }

    /** CPUs call the module's function while it is loaded; a tracer of everything is there before. */
    static void loadAndUnload(Stage stage, CoreScenario scenario) {
        GuestImage main = CoreStage.oneFunction(true);
        GuestImage module = module(true);
        CoreStage core = new CoreStage(stage, scenario.embedding(), scenario.cpus(), main, module);
        Traced tracer = core.tracer("all");
        core.register(tracer, Filter.all());
        boolean[] loaded = {false};
        core.everyCpuCallsIf(() -> loaded[0], module.function(0));
        core.atRest();
        stage.host("loads and unloads", () -> {
            core.ftrace.modules().load(module.symbols());
            loaded[0] = true;
            core.machine.pause();
            loaded[0] = false;
            // As the loader does: a module goes when nobody is in it any more.
            core.machine.awaitQuiescence(List.of(module.symbols().text()));
            core.ftrace.modules().unload(NAME);
        });
    }

    /** A far site is traced, and no longer. */
    static void plt(Stage stage, CoreScenario scenario, boolean literal) {
        GuestImage module = module(literal);
        CoreStage core =
                new CoreStage(stage, scenario.embedding(), scenario.cpus(), CoreStage.oneFunction(literal), module);
        core.ftrace.modules().load(module.symbols());
        core.everyCpuCalls(module.function(0));
        core.atRest();
        Traced tracer = core.tracer("a");
        stage.host("registers and closes", () -> {
            Registration registration = core.register(tracer, Filter.name(NAME + "_f0"));
            core.machine.pause();
            core.close(tracer, registration);
        });
    }
}
