package org.jftrace.cli.explore.scenario;

import org.jftrace.bpf.AttachType;
import org.jftrace.bpf.Bpf;
import org.jftrace.bpf.BpfLink;
import org.jftrace.bpf.BpfPolicy;
import org.jftrace.bpf.BpfProgram;
import org.jftrace.bpf.BpfTarget;
import org.jftrace.sim.adversary.GuestImage;
import org.jftrace.sim.explore.Stage;
import org.jftrace.spi.arch.image.FunctionModel;

/** Images of programs are made, put in each other's place, and freed, while tasks are in them and in functions called by them. */
final class Images {
    private static final BpfTarget F0 = BpfTarget.function("f0", FunctionModel.ofLongs(1));

    private Images() {}

    private static BpfProgram program(Bpf bpf, AttachType type, Traced tracer) {
        return bpf.program(tracer.name, type).load(context -> {
            tracer.see(context.cpu().id());
            return 0;
        });
    }

    private static BpfLink attach(Bpf bpf, AttachType type, Traced tracer) {
        tracer.mayBegin();
        BpfLink link = bpf.attach(program(bpf, type, tracer), F0);
        tracer.mustBegin();
        return link;
    }

    /** A task sleeps in the function, called by an image, while another image takes its place and both programs go. */
    static void swap(Stage stage, CoreScenario scenario) {
        GuestImage image = CoreStage.oneFunction(true);
        CoreStage core = new CoreStage(stage, scenario.embedding(), scenario.cpus(), image);
        core.everyCpuCalls(image.function(0));
        Bpf bpf = Bpf.open(core.ftrace, core.asTheCoreSeesIt, core.port, BpfPolicy.byName());
        Traced after = core.tracer("fexit");
        Traced before = core.tracer("fentry");
        BpfLink first = attach(bpf, AttachType.FEXIT, after);
        stage.host("attaches fentry, detaches fexit", () -> {
            BpfLink second = attach(bpf, AttachType.FENTRY, before);
            core.close(after, first);
            if (stage.bound() > 1) {
                core.close(before, second);
            }
        });
    }

    /** The only program goes. */
    static void detach(Stage stage, CoreScenario scenario) {
        GuestImage image = CoreStage.oneFunction(true);
        CoreStage core = new CoreStage(stage, scenario.embedding(), scenario.cpus(), image);
        core.everyCpuCalls(image.function(0));
        Bpf bpf = Bpf.open(core.ftrace, core.asTheCoreSeesIt, core.port, BpfPolicy.byName());
        Traced after = core.tracer("fexit");
        BpfLink link = attach(bpf, AttachType.FEXIT, after);
        stage.host("detaches", () -> core.close(after, link));
    }
}
