package org.jftrace.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.SimMachine;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.site.LeftOutSite;
import org.junit.jupiter.api.Test;

/** GCC at -Os aligns functions to 4 bytes, so some literals would not be aligned to 8. */
class LeftOutSitesTest {
    private static final int NOP = 0xd503201f;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    private SimMachine machine() throws IOException {
        return SimMachine.builder(Path.of("guest/unaligned.elf")).stdout(output).build();
    }

    /** RACES.md S4. */
    @Test
    void sitesWhoseLiteralIsNotAlignedAreLeftOutAndTheRestWorks() throws IOException {
        try (SimMachine machine = machine();
                Ftrace ftrace = FtraceCore.open(machine, Arm64Port.on(machine))) {
            assertFalse(ftrace.leftOutSites().isEmpty());
            assertFalse(ftrace.sites().isEmpty());
            for (LeftOutSite left : ftrace.leftOutSites()) {
                assertTrue(left.reason().contains("is not 8-byte aligned"), left.reason());
                assertEquals(NOP, machine.memory().readWord(left.entry()), "left as it was compiled");
                assertEquals(NOP, machine.memory().readWord(left.entry() + 8), "left as it was compiled");
            }
            Set<String> called = new TreeSet<>();
            FtraceOps all = FtraceOps.of(
                    "all",
                    Filter.all(),
                    (ip, parentIp, ops, regs) ->
                            called.add(ftrace.site(ip).orElseThrow().function()));
            try (Registration tracer = ftrace.register(all)) {
                assertEquals(0, machine.run());
                assertEquals(0, tracer.errors());
            }
            assertFalse(called.isEmpty());
            assertTrue(
                    ftrace.sites().stream().map(CallSiteInfo::function).toList().containsAll(called));
        }
    }
}
