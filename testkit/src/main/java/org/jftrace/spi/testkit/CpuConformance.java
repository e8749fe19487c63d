package org.jftrace.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CpuContext;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.Machine;
import org.junit.jupiter.api.Test;

/** A CPU that does not run, its task, and the machine around it. */
public interface CpuConformance extends Conformance {
    /** What GCC leaves at a patchable entry. */
    int NOP = 0xd503201f;

    /**
     * x0 to x30, sp and pc.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void everyRegisterKeepsItsOwn64Bits() throws Exception {
        try (MachineUnderTest on = open()) {
            GuestCpu cpu = on.cpu();
            for (int n = 0; n <= 30; n++) {
                cpu.setX(n, (0x8000L + n) << 48 | n);
            }
            cpu.setSp(on.writable().start() + 32);
            cpu.setPc(on.machine().symbols().text().start());
            for (int n = 0; n <= 30; n++) {
                assertEquals((0x8000L + n) << 48 | n, cpu.x(n), "x" + n);
            }
            assertEquals(on.writable().start() + 32, cpu.sp());
            assertEquals(on.machine().symbols().text().start(), cpu.pc());
        }
    }

    /**
     * Below the number of CPUs.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aCpusNumberIsWithinBounds() throws Exception {
        try (MachineUnderTest on = open()) {
            assertTrue(
                    on.cpu().id() >= 0 && on.cpu().id() < on.machine().maxCpus(),
                    () -> "cpu " + on.cpu().id() + " of " + on.machine().maxCpus());
        }
    }

    /**
     * It is in no callback and not interrupted.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aTaskKeepsOneTraceState() throws Exception {
        try (MachineUnderTest on = open()) {
            GuestCpu cpu = on.cpu();
            assertSame(cpu.task(), cpu.task());
            assertSame(cpu.task().traceState(), cpu.traceState());
            assertSame(cpu.traceState(), cpu.traceState());
            assertEquals(0, cpu.traceState().recursion());
            assertEquals(CpuContext.TASK, cpu.context());
            assertTrue(cpu.isRcuWatching());
            assertTrue(cpu.task().id() >= 0);
            assertFalse(cpu.task().comm().contains("\n"));
        }
    }

    /**
     * And the number of CPUs stays, and the machine is open.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void memoryAndSymbolsAreAlwaysTheSame() throws Exception {
        try (MachineUnderTest on = open()) {
            Machine machine = on.machine();
            assertSame(machine.memory(), machine.memory());
            assertSame(machine.symbols(), machine.symbols());
            assertEquals(machine.maxCpus(), machine.maxCpus());
            assertFalse(machine.isClosed());
        }
    }

    /**
     * As the compiler left them.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void everyPatchableEntryIsANop() throws Exception {
        try (MachineUnderTest on = open()) {
            for (long entry : on.machine().symbols().patchableEntries()) {
                assertEquals(NOP, on.memory().readWord(entry), () -> "at 0x" + Long.toHexString(entry));
                assertEquals(NOP, on.memory().readWord(entry + 4), () -> "at 0x" + Long.toHexString(entry + 4));
            }
        }
    }

    /**
     * Then there is nobody to wait for.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void nobodyWaitsForACpuThatNeverRan() throws Exception {
        try (MachineUnderTest on = open()) {
            Background.within(on, "synchronizeCpus returns", () -> on.machine().synchronizeCpus());
            long block = on.memory().allocateCode(16, on.machine().symbols().text());
            Background.within(
                    on,
                    "awaitQuiescence returns",
                    () -> on.machine().awaitQuiescence(List.of(AddressRange.ofSize(block, 16))));
            Background.within(
                    on, "awaitQuiescence of nothing returns", () -> on.machine().awaitQuiescence(List.of()));
        }
    }
}
