package org.jftrace.cli.explore.scenario;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jftrace.Filter;
import org.jftrace.bpf.AttachType;
import org.jftrace.bpf.Bpf;
import org.jftrace.bpf.BpfPolicy;
import org.jftrace.bpf.BpfTarget;
import org.jftrace.fprobe.Fprobe;
import org.jftrace.fprobe.Fprobes;
import org.jftrace.graph.GraphOps;
import org.jftrace.rethook.Rethooks;
import org.jftrace.sim.explore.Explorer;
import org.jftrace.sim.explore.Limits;
import org.jftrace.sim.explore.Report;
import org.jftrace.sim.explore.Stage;
import org.jftrace.spi.arch.image.FunctionModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Somebody who says that he has closed, and has not, is found out, although the core keeps what callbacks throw to itself. */
class LateCallTest {
    private static final Filter F0 = Filter.name("f0");

    private interface Attach {
        void to(CoreStage core, Traced tracer);
    }

    static Stream<Arguments> ways() {
        return Stream.of(
                way("a tracer", (core, tracer) -> core.ftrace.register(tracer.ops(F0))),
                way("function graph, at the return", LateCallTest::graph),
                way("the exit handler of a probe", LateCallTest::probe),
                way("fentry", (core, tracer) -> program(core, tracer, AttachType.FENTRY)),
                way("fexit", (core, tracer) -> program(core, tracer, AttachType.FEXIT)));
    }

    private static Arguments way(String name, Attach attach) {
        return Arguments.of(name, attach);
    }

    private static void graph(CoreStage core, Traced tracer) {
        core.ftrace
                .graphs()
                .register(GraphOps.builder("graph")
                        .filter(F0)
                        .handlers(
                                (call, regs) -> true,
                                (call, regs) -> tracer.see(call.cpu().id())));
    }

    private static void probe(CoreStage core, Traced tracer) {
        int cpus = core.machine.maxCpus();
        Fprobe probe = Fprobe.builder("probe")
                .exit((ip, returnAddress, regs, data) -> tracer.see(0))
                .build();
        Fprobes.on(core.ftrace, Rethooks.on(core.ftrace, cpus), cpus).register(probe, F0);
    }

    private static void program(CoreStage core, Traced tracer, AttachType type) {
        Bpf bpf = Bpf.open(core.ftrace, core.asTheCoreSeesIt, core.port, BpfPolicy.byName());
        bpf.attach(
                bpf.program("late", type).load(context -> {
                    tracer.see(context.cpu().id());
                    return 0;
                }),
                BpfTarget.function("f0", FunctionModel.ofLongs(1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void isFoundOut(String name, Attach attach) {
        BiConsumer<Stage, CoreScenario> script = (stage, scenario) -> {
            CoreStage core = new CoreStage(stage, Embedding.SOUND, 1, CoreStage.oneFunction(true));
            core.everyCpuCalls(core.machine.symbols().named("f0").orElseThrow().address());
            Traced tracer = core.tracer("late");
            tracer.mayBegin();
            attach.to(core, tracer);
            stage.host("says that it has closed", tracer::mayEnd);
        };
        CoreScenario scenario = new CoreScenario("late-1", name, 1, Embedding.SOUND, script);
        Report.Failure failure = Explorer.explore(scenario, Limits.of(1, 1_000)).failure();
        assertNotNull(failure, name);
        assertTrue(failure.what().contains("late was called by cpu 0, although it is closed"), failure.what());
    }
}
