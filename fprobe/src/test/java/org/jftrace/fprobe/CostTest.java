package org.jftrace.fprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceOps;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.graph.GraphOps;
import org.jftrace.rethook.Rethooks;
import org.jftrace.rethook.kretprobe.Kretprobe;
import org.jftrace.sim.light.LightMachine;
import org.junit.jupiter.api.Test;

/** What a probed call costs in guest instructions, the call site's two included, and in bytes on the host path. */
class CostTest {
    private static final int CALLS = 100_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final Fprobe ENTRY =
            Fprobe.builder("entry").entry((ip, returnAddress, regs, data) -> 0).build();
    private static final Fprobe BOTH = Fprobe.builder("both")
            .data(1)
            .entry((ip, returnAddress, regs, data) -> 0)
            .exit((ip, returnAddress, regs, data) -> {})
            .build();

    /** The instructions of a call that are not the function's. */
    private static long costOf(java.util.function.Consumer<Guest> probe) {
        long[] executed = new long[2];
        for (int traced = 0; traced < 2; traced++) {
            try (Guest guest = new Guest()) {
                if (traced == 1) {
                    probe.accept(guest);
                }
                guest.ackermann(0, 1);
                long before = guest.machine.instructions();
                guest.ackermann(0, 1);
                executed[traced] = guest.machine.instructions() - before;
            }
        }
        return executed[1] - executed[0];
    }

    @Test
    void anEntryProbeCostsWhatAPlainOpsDoes() {
        long plain = costOf(
                guest -> guest.ftrace.register(FtraceOps.of("ops", Guest.ACKERMANN, (ip, parentIp, ops, regs) -> {})));
        assertEquals(31, plain);
        assertEquals(plain, costOf(guest -> guest.fprobes.register(ENTRY, Guest.ACKERMANN)));
    }

    @Test
    void entryAndExitTakeSixteenMore() {
        assertEquals(31 + 16, costOf(guest -> guest.fprobes.register(BOTH, Guest.ACKERMANN)));
        assertEquals(
                31 + 16,
                costOf(guest -> guest.ftrace
                        .graphs()
                        .register(GraphOps.builder("graph")
                                .filter(Guest.ACKERMANN)
                                .handlers((call, regs) -> true, (call, regs) -> {}))));
    }

    @Test
    void aKretprobeSavesAllRegisters() {
        assertEquals(
                31 + 38,
                costOf(guest -> guest.kretprobes.register(
                        Kretprobe.builder("ret", Guest.ACKERMANN).handler((ip, regs, data) -> 0))));
    }

    @Test
    void aThousandProbesElsewhereCostNothing() {
        LightMachine machine =
                LightMachine.builder().functions(1000).heap(1 << 20).build();
        try (Ftrace ftrace = FtraceCore.open(machine, Arm64Port.on(machine))) {
            Fprobes fprobes = Fprobes.on(ftrace, Rethooks.on(ftrace, 2), 2);
            List<FprobeRegistration> all = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                all.add(fprobes.register(BOTH, Filter.name("f" + i)));
            }
            assertEquals(1000, all.size());
            ftrace.sites()
                    .forEach(site -> assertEquals(
                            "both", site.ops().orElseThrow().name(), "each site names its own probe, and nobody else"));
        }
    }

    @Test
    void aProbedCallAllocatesNothing() {
        LightMachine machine = LightMachine.builder().functions(1).build();
        FtraceCore ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
        machine.intercept(ftrace.hostEntry());
        FprobeRegistration registration =
                Fprobes.on(ftrace, Rethooks.on(ftrace, 2), 2).register(BOTH, Filter.name("f0"));
        assertEquals(0, bytesOf(() -> machine.cpu(0).call(machine.function(0))));
        assertEquals(0, registration.missed());
        ftrace.close();
    }

    /** The least of three rounds: what a call allocates shows in each, what happens once on a fresh JVM does not. */
    private static long bytesOf(Runnable call) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long thread = Thread.currentThread().getId();
            long before = THREADS.getThreadAllocatedBytes(thread);
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            least = Math.min(least, THREADS.getThreadAllocatedBytes(thread) - before);
        }
        return least;
    }
}
