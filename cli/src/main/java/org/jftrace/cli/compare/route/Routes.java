package org.jftrace.cli.compare.route;

import java.util.ArrayList;
import java.util.List;
import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.fprobe.Fprobe;
import org.jftrace.fprobe.Fprobes;
import org.jftrace.graph.GraphOps;
import org.jftrace.rethook.Rethooks;
import org.jftrace.rethook.kretprobe.Kretprobe;
import org.jftrace.rethook.kretprobe.Kretprobes;

/** All routes that are compared, in the order of the table. */
public final class Routes {
    /** Nobody traces the function. */
    public static final CallRoute UNTRACED = new CallRoute("untraced", 0, bench -> {});

    /** One ops, dispatched through the literal of its site. */
    public static final CallRoute SOLE = ops(1, 0);

    private static final String OTHER = "vfs_mount";

    private Routes() {}

    /**
     * Returns them.
     *
     * @return {@link #UNTRACED} first
     */
    public static List<CallRoute> all() {
        List<CallRoute> all = new ArrayList<>(List.of(UNTRACED, SOLE));
        all.addAll(List.of(ops(1, 1), ops(1, 10), ops(1, 100), ops(2, 0), ops(10, 0), ops(100, 0)));
        all.add(new CallRoute("direct near", 1, bench -> DirectTracer.attach(bench, true)));
        all.add(new CallRoute("direct far", 1, bench -> DirectTracer.attach(bench, false)));
        all.add(new CallRoute(
                "fprobe entry", 1, bench -> fprobe(bench, entry(bench).build())));
        all.add(new CallRoute(
                "fprobe entry+exit",
                2,
                bench -> fprobe(
                        bench,
                        entry(bench)
                                .exit((ip, returnAddress, regs, data) -> bench.hit())
                                .build())));
        all.add(new CallRoute("kretprobe", 1, Routes::kretprobe));
        all.add(new CallRoute("fgraph", 2, Routes::graph));
        all.addAll(ProgramRoutes.all());
        return all;
    }

    private static CallRoute ops(int relevant, int irrelevant) {
        return new CallRoute("ops " + relevant + "+" + irrelevant, relevant, bench -> {
            for (int i = 0; i < irrelevant; i++) {
                register(bench, "irrelevant" + i, Filter.name(OTHER));
            }
            for (int i = 0; i < relevant; i++) {
                register(bench, "relevant" + i, bench.traced());
            }
        });
    }

    private static void register(Bench bench, String name, Filter filter) {
        bench.ftrace.register(FtraceOps.of(name, filter, (ip, parentIp, ops, regs) -> bench.hit()));
    }

    private static Fprobe.Builder entry(Bench bench) {
        return Fprobe.builder("probe").entry((ip, returnAddress, regs, data) -> {
            bench.hit();
            return 0;
        });
    }

    private static void fprobe(Bench bench, Fprobe probe) {
        int cpus = bench.machine.maxCpus();
        Fprobes.on(bench.ftrace, Rethooks.on(bench.ftrace, cpus), cpus).register(probe, bench.traced());
    }

    private static void kretprobe(Bench bench) {
        int cpus = bench.machine.maxCpus();
        Kretprobe probe = Kretprobe.builder("probe", bench.traced()).handler((ip, regs, data) -> {
            bench.hit();
            return 0;
        });
        Kretprobes.on(bench.ftrace, Rethooks.on(bench.ftrace, cpus), cpus).register(probe);
    }

    private static void graph(Bench bench) {
        GraphOps ops = GraphOps.builder("graph")
                .filter(bench.traced())
                .handlers(
                        (call, regs) -> {
                            bench.hit();
                            return true;
                        },
                        (call, regs) -> bench.hit());
        bench.ftrace.graphs().register(ops);
    }
}
