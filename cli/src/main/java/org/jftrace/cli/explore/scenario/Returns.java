package org.jftrace.cli.explore.scenario;

import org.jftrace.Filter;
import org.jftrace.Registration;
import org.jftrace.fprobe.Fprobe;
import org.jftrace.fprobe.FprobeRegistration;
import org.jftrace.fprobe.Fprobes;
import org.jftrace.graph.GraphOps;
import org.jftrace.rethook.Rethooks;
import org.jftrace.sim.adversary.GuestImage;
import org.jftrace.sim.explore.Stage;

/** A function returns through a trampoline while the one who hooked it goes. */
final class Returns {
    private static final Filter F0 = Filter.name("f0");

    private Returns() {}

    private static CoreStage stageFor(Stage stage, CoreScenario scenario) {
        GuestImage image = CoreStage.oneFunction(true);
        CoreStage core = new CoreStage(stage, scenario.embedding(), scenario.cpus(), image);
        core.everyCpuCalls(image.function(0));
        return core;
    }

    /** The function graph's user goes while calls that it has hooked are under way. */
    static void graph(Stage stage, CoreScenario scenario) {
        CoreStage core = stageFor(stage, scenario);
        Traced entry = core.tracer("entry");
        Traced exit = core.tracer("return");
        GraphOps ops = GraphOps.builder("graph")
                .filter(F0)
                .handlers(
                        (call, regs) -> {
                            entry.see(call.cpu().id());
                            return true;
                        },
                        (call, regs) -> exit.see(call.cpu().id()));
        entry.mayBegin();
        exit.mayBegin();
        Registration registration = core.ftrace.graphs().register(ops);
        entry.mustBegin();
        exit.mustBegin();
        stage.host("closes", () -> {
            exit.mustEnd();
            core.close(entry, registration);
            exit.mayEnd();
        });
    }

    /** The same of an fprobe, and so of rethook. */
    static void probe(Stage stage, CoreScenario scenario) {
        CoreStage core = stageFor(stage, scenario);
        Traced entry = core.tracer("entry");
        Traced exit = core.tracer("exit");
        Fprobes probes = Fprobes.on(core.ftrace, Rethooks.on(core.ftrace, scenario.cpus()), scenario.cpus());
        Fprobe probe = Fprobe.builder("probe")
                .entry((ip, returnAddress, regs, data) -> {
                    entry.see((int) (regs.argument(0) / 100) - 1);
                    return 0;
                })
                .exit((ip, returnAddress, regs, data) -> exit.see((int) (regs.returnValue() / 100) - 1))
                .build();
        entry.mayBegin();
        exit.mayBegin();
        FprobeRegistration registration = probes.register(probe, F0);
        entry.mustBegin();
        exit.mustBegin();
        stage.host("closes", () -> {
            exit.mustEnd();
            core.close(entry, registration);
            exit.mayEnd();
        });
    }
}
