package org.jftrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.sim.SimMachine;
import org.jftrace.site.CallSiteInfo;
import org.junit.jupiter.api.Test;

/** Machines in one JVM, each with a core of its own, know nothing of each other. */
class TenMachinesTest {
    private static final Path PROGRAM = Path.of("../samples/guest/vfs.elf");
    private static final int MACHINES = 10;

    /** One machine runs the program once, traced, while others come and go; this is what its own tracer saw. */
    private static List<String> trace(Filter filter, CountDownLatch together) throws Exception {
        List<String> seen = new ArrayList<>();
        try (SimMachine machine = load();
                FtraceCore ftrace = FtraceCore.open(machine, Arm64Port.on(machine))) {
            ftrace.register(FtraceOps.of(
                    "all",
                    filter,
                    (ip, parentIp, ops, regs) ->
                            seen.add(ftrace.site(ip).orElseThrow().function() + "(" + regs.argument(0) + ")")));
            together.countDown();
            assertTrue(together.await(60, TimeUnit.SECONDS));
            machine.start();
            do {
                try (Registration passing =
                        ftrace.register(FtraceOps.of("passing", Filter.all(), (ip, parentIp, ops, regs) -> {}))) {
                    assertEquals(0, passing.errors());
                }
            } while (machine.isRunning());
            assertEquals(0, machine.join());
            assertTrue(ftrace.bug().isEmpty());
        }
        return seen;
    }

    private static SimMachine load() throws IOException {
        return SimMachine.builder(PROGRAM)
                .stdout(OutputStream.nullOutputStream())
                .clock(() -> 0)
                .build();
    }

    private static Filter filter(int machine) {
        return machine % 2 == 0 ? Filter.all() : Filter.glob("vfs_*");
    }

    @Test
    void eachSeesWhatItSeesAlone() throws Exception {
        List<List<String>> alone = new ArrayList<>();
        for (int kind = 0; kind < 2; kind++) {
            alone.add(trace(filter(kind), new CountDownLatch(1)));
        }
        assertTrue(
                alone.get(0).size() > 1000 && alone.get(1).size() < alone.get(0).size());
        CountDownLatch together = new CountDownLatch(MACHINES);
        List<FutureTask<List<String>>> runs = new ArrayList<>();
        for (int i = 0; i < MACHINES; i++) {
            Filter filter = filter(i);
            runs.add(new FutureTask<>(() -> trace(filter, together)));
            Thread thread = new Thread(runs.get(i), "machine " + i);
            thread.setDaemon(true);
            thread.start();
        }
        for (int i = 0; i < MACHINES; i++) {
            assertEquals(alone.get(i % 2), runs.get(i).get(120, TimeUnit.SECONDS), "machine " + i);
        }
    }

    @Test
    void whatKillsTracingOnOneDoesNotOnTheOthers() throws Exception {
        List<String> alone = trace(Filter.all(), new CountDownLatch(1));
        try (SimMachine machine = load();
                FtraceCore killed = FtraceCore.open(machine, Arm64Port.on(machine));
                CapturedLog log = new CapturedLog()) {
            CallSiteInfo site = killed.sites().get(0);
            machine.memory().patchWord(site.ip(), 0);
            FtraceOps ops = FtraceOps.of("ops", Filter.all(), (ip, parentIp, ignored, regs) -> {});
            assertThrows(FtraceException.class, () -> killed.register(ops));
            assertEquals(1, log.linesWith(killed.bug().orElseThrow().reason()));
            assertEquals(alone, trace(Filter.all(), new CountDownLatch(1)));
        }
    }
}
