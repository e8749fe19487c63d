package org.jftrace.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.bpf.AttachType;
import org.jftrace.bpf.Bpf;
import org.jftrace.bpf.BpfPolicy;
import org.jftrace.bpf.BpfTarget;
import org.jftrace.core.FtraceCore;
import org.jftrace.fprobe.Fprobe;
import org.jftrace.fprobe.Fprobes;
import org.jftrace.graph.GraphOps;
import org.jftrace.rethook.Rethooks;
import org.jftrace.sim.SimMachine;
import org.jftrace.spi.arch.image.FunctionModel;
import org.junit.jupiter.api.Test;

/** Ten machines at once, each with a core of its own and all kinds of tracers, see what one sees alone. */
class TenMachinesTest {
    private static final int MACHINES = 10;
    private static final Path PROGRAM = Path.of("guest", "vfs.elf");

    /** What came of one machine. */
    private record Outcome(int exitCode, String said, long instructions, Map<String, Integer> calls) {}

    private static Outcome run(Callable<?> atStart) throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Map<String, Integer> calls = new TreeMap<>();
        try (SimMachine machine = SimMachine.builder(PROGRAM).stdout(said).build()) {
            Arm64Port arch = Arm64Port.on(machine);
            try (Ftrace ftrace = FtraceCore.open(machine, arch);
                    Bpf bpf = Bpf.open(ftrace, machine, arch, BpfPolicy.byName())) {
                trace(ftrace, bpf, calls);
                atStart.call();
                int exitCode = machine.run();
                return new Outcome(exitCode, said.toString(StandardCharsets.UTF_8), machine.instructions(), calls);
            }
        }
    }

    private static void trace(Ftrace ftrace, Bpf bpf, Map<String, Integer> calls) {
        Registration churned = ftrace.register(
                FtraceOps.of("first", Filter.all(), (ip, parentIp, ops, regs) -> count(calls, "first", ip)));
        churned.setFilter(Filter.glob("*a*"));
        ftrace.register(FtraceOps.of("list", Filter.glob("*s*"), (ip, parentIp, ops, regs) -> count(calls, "ops", ip)));
        ftrace.graphs()
                .register(GraphOps.builder("graph")
                        .filter(Filter.glob("vfs_*"))
                        .handlers((call, regs) -> true, (call, regs) -> calls.merge("graph", 1, Integer::sum)));
        Fprobe probe = Fprobe.builder("probe")
                .exit((ip, returnAddress, regs, data) -> count(calls, "exit", ip))
                .build();
        Fprobes.on(ftrace, Rethooks.on(ftrace, 1), 1).register(probe, Filter.glob("ramfs_*"));
        bpf.attach(
                bpf.program("fexit", AttachType.FEXIT)
                        .load(context -> count(calls, "fexit " + context.returnValue(), context.ip())),
                BpfTarget.function("vfs_write", FunctionModel.ofLongs(3)));
    }

    private static int count(Map<String, Integer> calls, String what, long ip) {
        return calls.merge(what + " " + Long.toHexString(ip), 1, Integer::sum);
    }

    @Test
    void tenMachinesDoWhatOneDoesAlone() throws Exception {
        Outcome alone = run(() -> 0);
        assertEquals(0, alone.exitCode());
        assertEquals(expectedOutput(), alone.said());
        assertTrue(alone.calls().size() > 50, alone.calls()::toString);
        CyclicBarrier together = new CyclicBarrier(MACHINES);
        ExecutorService hosts = Executors.newFixedThreadPool(MACHINES);
        try {
            List<Future<Outcome>> running = new ArrayList<>();
            for (int i = 0; i < MACHINES; i++) {
                running.add(hosts.submit(() -> run(() -> together.await(60, TimeUnit.SECONDS))));
            }
            for (Future<Outcome> machine : running) {
                assertEquals(alone, machine.get(120, TimeUnit.SECONDS));
            }
        } finally {
            hosts.shutdownNow();
        }
    }

    private static String expectedOutput() throws IOException {
        return Files.readString(Path.of("guest", "vfs.expected.txt"));
    }
}
