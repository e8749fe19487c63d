package org.jftrace.unicorn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.bpf.AttachType;
import org.jftrace.bpf.Bpf;
import org.jftrace.bpf.BpfPolicy;
import org.jftrace.bpf.BpfTarget;
import org.jftrace.bpf.Route;
import org.jftrace.core.FtraceCore;
import org.jftrace.fprobe.Fprobe;
import org.jftrace.fprobe.Fprobes;
import org.jftrace.graph.GraphOps;
import org.jftrace.rethook.Rethooks;
import org.jftrace.sim.SimMachine;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.image.FunctionModel;
import org.junit.jupiter.api.Test;

/** What a route costs more than an untraced call is the same on both machines, and what {@code jftrace compare} says. */
class CompareOnUnicornTest {
    private static final Path VFS = Path.of("..", "samples", "guest", "vfs.elf");
    private static final Path COUNTS = Path.of("..", "cli", "src", "test", "resources", "compare", "counts.csv");
    private static final String FUNCTION = "vfs_mounted";
    private static final Filter TRACED = Filter.name(FUNCTION);

    private interface Attach {
        void to(FtraceCore ftrace, Bpf bpf);
    }

    private static Map<String, Attach> routes() {
        Map<String, Attach> routes = new LinkedHashMap<>();
        routes.put("ops 1+0", (ftrace, bpf) -> ops(ftrace, 1));
        routes.put("ops 10+0", (ftrace, bpf) -> ops(ftrace, 10));
        routes.put("fprobe entry", (ftrace, bpf) -> fprobe(ftrace, false));
        routes.put("fprobe entry+exit", (ftrace, bpf) -> fprobe(ftrace, true));
        routes.put(
                "fgraph",
                (ftrace, bpf) -> ftrace.graphs()
                        .register(GraphOps.builder("graph")
                                .filter(TRACED)
                                .handlers((call, regs) -> true, (call, regs) -> {})));
        for (Route route : new Route[] {Route.DIRECT, Route.FPROBE}) {
            String by = route == Route.DIRECT ? " direct" : " fprobe";
            routes.put("fentry" + by, (ftrace, bpf) -> programs(bpf, route, AttachType.FENTRY));
            routes.put("fexit" + by, (ftrace, bpf) -> programs(bpf, route, AttachType.FEXIT));
            routes.put("fentry+fexit" + by, (ftrace, bpf) -> programs(bpf, route, AttachType.FENTRY, AttachType.FEXIT));
            routes.put("fmod_ret" + by, (ftrace, bpf) -> programs(bpf, route, AttachType.FMOD_RET));
        }
        return routes;
    }

    private static void ops(FtraceCore ftrace, int count) {
        for (int i = 0; i < count; i++) {
            ftrace.register(FtraceOps.of("ops" + i, TRACED, (ip, parentIp, ops, regs) -> {}));
        }
    }

    private static void fprobe(FtraceCore ftrace, boolean exit) {
        Fprobe.Builder probe = Fprobe.builder("probe").entry((ip, returnAddress, regs, data) -> 0);
        if (exit) {
            probe.exit((ip, returnAddress, regs, data) -> {});
        }
        Fprobes.on(ftrace, Rethooks.on(ftrace, 1), 1).register(probe.build(), TRACED);
    }

    private static void programs(Bpf bpf, Route route, AttachType... types) {
        for (AttachType type : types) {
            BpfTarget target = BpfTarget.function(FUNCTION, FunctionModel.ofLongs(1));
            bpf.attach(bpf.program(type.name(), type).load(context -> 0), target, 0, route);
        }
    }

    /** The second call, as in the comparison. */
    private static long more(Machine machine, Runnable call, LongSupplier instructions, Attach route) {
        Arm64Port arch = Arm64Port.on(machine);
        try (FtraceCore ftrace = FtraceCore.open(machine, arch);
                Bpf bpf = Bpf.open(ftrace, machine, arch, BpfPolicy.byName().orInjection(any -> true))) {
            long untraced = secondCall(call, instructions);
            route.to(ftrace, bpf);
            return secondCall(call, instructions) - untraced;
        }
    }

    private static long secondCall(Runnable call, LongSupplier instructions) {
        call.run();
        long before = instructions.getAsLong();
        call.run();
        return instructions.getAsLong() - before;
    }

    private static Map<String, Long> counts() throws IOException {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String line : Files.readAllLines(COUNTS)) {
            String[] fields = line.split(",", 4);
            if (fields[0].equals("trigger") && !fields[2].isEmpty()) {
                counts.put(fields[1], Long.parseLong(fields[2]));
            }
        }
        return counts;
    }

    @Test
    void everyRouteCostsWhatItCostsOnTheReference() throws IOException {
        Map<String, Long> counts = counts();
        for (Map.Entry<String, Attach> route : routes().entrySet()) {
            try (SimMachine reference = SimMachine.load(VFS);
                    UnicornMachine unicorn = UnicornMachine.load(VFS, OutputStream.nullOutputStream())) {
                long function = unicorn.address(FUNCTION).orElseThrow();
                long here = more(reference, () -> reference.call(FUNCTION), reference::instructions, route.getValue());
                long there = more(unicorn, () -> unicorn.call(function), unicorn::instructions, route.getValue());
                assertTrue(here > 0, route.getKey());
                assertEquals(here, there, route.getKey());
                assertEquals(counts.get(route.getKey()) - counts.get("untraced"), here, route.getKey());
            }
        }
    }
}
