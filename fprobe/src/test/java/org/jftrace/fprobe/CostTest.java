package org.jftrace.fprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.graph.GraphOps;
import org.jftrace.rethook.kretprobe.Kretprobe;
import org.jftrace.spi.testkit.AllocatedBytes;
import org.junit.jupiter.api.Test;

/** What a probed call costs in guest instructions, the call site's two included, and in bytes on the host path. */
class CostTest {

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
        assertEquals(23, plain);
        assertEquals(plain, costOf(guest -> guest.fprobes.register(ENTRY, Guest.ACKERMANN)));
    }

    @Test
    void entryAndExitTakeFifteenMore() {
        assertEquals(23 + 15, costOf(guest -> guest.fprobes.register(BOTH, Guest.ACKERMANN)));
        assertEquals(
                23 + 15,
                costOf(guest -> guest.ftrace
                        .graphs()
                        .register(GraphOps.builder("graph")
                                .filter(Guest.ACKERMANN)
                                .handlers((call, regs) -> true, (call, regs) -> {}))));
    }

    @Test
    void aKretprobeSavesAllRegisters() {
        assertEquals(
                23 + 37,
                costOf(guest -> guest.kretprobes.register(
                        Kretprobe.builder("ret", Guest.ACKERMANN).handler((ip, regs, data) -> 0))));
    }

    @Test
    void aThousandProbesElsewhereCostNothing() {
        try (Guest guest = new Guest()) {
            CodeModule module = new CodeModule(guest.machine, "m", 1000);
            for (int i = 0; i < 1000; i++) {
                module.function(CodeModule.RET);
            }
            guest.ftrace.modules().load(module.build());
            long untraced = instructionsOf(guest, module);
            guest.fprobes.register(BOTH, Filter.name("m_500"));
            long alone = instructionsOf(guest, module);
            assertEquals(23 + 15, alone - untraced);
            for (int i = 0; i < 1000; i++) {
                if (i != 500) {
                    guest.fprobes.register(BOTH, Filter.name("m_" + i));
                }
            }
            assertEquals(alone, instructionsOf(guest, module));
        }
    }

    private static long instructionsOf(Guest guest, CodeModule module) {
        long before = guest.machine.instructions();
        guest.machine.call(module.entry(500));
        return guest.machine.instructions() - before;
    }

    @Test
    void aProbedCallAllocatesNothing() {
        try (LightGuest guest = new LightGuest()) {
            FprobeRegistration registration = guest.fprobes.register(BOTH, Filter.name("f0"));
            assertEquals(0, AllocatedBytes.of(() -> guest.call(0)).bytes());
            assertEquals(0, registration.missed());
        }
    }
}
