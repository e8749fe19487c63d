package org.jftrace.cli.compare.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jftrace.bpf.AttachType;
import org.jftrace.bpf.Bpf;
import org.jftrace.bpf.BpfProgram;
import org.jftrace.bpf.BpfTarget;
import org.jftrace.bpf.Route;

/** BPF programs, each over both routes that {@link Route} names. */
final class ProgramRoutes {
    private ProgramRoutes() {}

    static List<CallRoute> all() {
        List<CallRoute> all = new ArrayList<>();
        both(all, "fentry", false, AttachType.FENTRY);
        both(all, "fexit", false, AttachType.FEXIT);
        both(all, "fentry+fexit", false, AttachType.FENTRY, AttachType.FEXIT);
        both(all, "fmod_ret", false, AttachType.FMOD_RET);
        both(all, "lsm", false, AttachType.LSM);
        both(all, "sleepable fentry", true, AttachType.FENTRY);
        return all;
    }

    private static void both(List<CallRoute> all, String name, boolean sleepable, AttachType... types) {
        all.add(route(name + " direct", Route.DIRECT, sleepable, types));
        all.add(route(name + " fprobe", Route.FPROBE, sleepable, types));
    }

    private static CallRoute route(String name, Route by, boolean sleepable, AttachType... types) {
        return new CallRoute(name, types.length, bench -> {
            Bpf bpf = bench.bpf();
            BpfTarget target = BpfTarget.function(bench.loop.function(), bench.loop.model());
            for (AttachType type : types) {
                BpfProgram.Builder program = bpf.program(type.name().toLowerCase(Locale.ROOT), type);
                if (sleepable) {
                    program.sleepable();
                }
                bpf.attach(
                        program.load(context -> {
                            bench.hit();
                            return 0;
                        }),
                        target,
                        0,
                        by);
            }
        });
    }
}
