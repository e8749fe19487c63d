package org.jftrace.jcstress.rig;

import java.util.HashMap;
import java.util.Map;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.bpf.AttachType;
import org.jftrace.bpf.Bpf;
import org.jftrace.bpf.BpfLink;
import org.jftrace.bpf.BpfPolicy;
import org.jftrace.bpf.BpfProgram;
import org.jftrace.bpf.BpfTarget;
import org.jftrace.bpf.Route;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.arch.image.FunctionModel;

/** Programs on a light machine. A light CPU executes no images: where functions are called, programs come by the fprobe route. */
public final class Links {
    private static final FunctionModel MODEL = FunctionModel.ofLongs(1);

    public final Rig rig;
    public final Bpf bpf;

    private Links(Rig rig) {
        this.rig = rig;
        this.bpf = Bpf.open(rig.ftrace, rig.machine, rig.port, BpfPolicy.byName());
    }

    public static Links withFunctions(int count) {
        return new Links(
                Rig.on(LightMachine.builder().functions(count).heap(8192).build()));
    }

    public static Links withALongFunction() {
        return new Links(Rig.withALongFunction());
    }

    public BpfProgram program(AttachType type, Runnable body) {
        return bpf.program(type.name(), type).load(context -> {
            body.run();
            return 0;
        });
    }

    /** For who attaches while others do, and never calls. */
    public BpfProgram program() {
        return program(AttachType.FENTRY, () -> {});
    }

    public BpfLink attach(BpfProgram program, int function, Route route) {
        return bpf.attach(program, target(function), 0, route);
    }

    public BpfLink attachDirect(int... functions) {
        Map<BpfTarget.Function, Long> cookies = new HashMap<>();
        for (int function : functions) {
            cookies.put(target(function), 0L);
        }
        return bpf.attachMulti(program(), cookies, Route.DIRECT);
    }

    private static BpfTarget.Function target(int function) {
        return new BpfTarget.Function("f" + function, MODEL);
    }

    /** 1 if it could be attached, 0 if the machine was gone, -1 for another error. */
    public int tryAttachDirect(int function) {
        try {
            attachDirect(function);
            return 1;
        } catch (FtraceException refused) {
            return refused.errno() == Errno.ENODEV ? 0 : -1;
        }
    }

    /** Whether the function's call site leads to an image. */
    public boolean sent(int function) {
        return rig.ftrace.directCalls().target(rig.machine.ip(function)).isPresent();
    }

    /** 0 if all is as it was before the first link, else what is not. */
    public int left() {
        int sites = 0;
        for (int function = 0; rig.machine.symbols().named("f" + function).isPresent(); function++) {
            sites += rig.untouched(function) && !sent(function) ? 0 : 1;
        }
        return sites + 10 * bpf.reap() + 100 * bpf.links().size() + (rig.nothingLeaked() ? 0 : 1000);
    }
}
