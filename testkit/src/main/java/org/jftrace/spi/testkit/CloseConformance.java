package org.jftrace.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.Machine;
import org.jftrace.spi.MachineClosedException;
import org.junit.jupiter.api.Test;

/** For machines that can be closed; {@link MachineUnderTest#close} does it, and may be called twice. */
public interface CloseConformance extends Conformance {
    /**
     * Whoever asks is told.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aClosedMachineSaysSo() throws Exception {
        MachineUnderTest on = open();
        on.close();
        assertTrue(on.machine().isClosed());
    }

    /**
     * Writing, allocating and mapping are.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aClosedMachineRefusesChanges() throws Exception {
        MachineUnderTest on = open();
        Machine machine = on.machine();
        CodeMemory memory = on.memory();
        long block = memory.allocateData(16);
        long data = on.writable().start();
        on.close();
        assertThrows(MachineClosedException.class, () -> memory.patchLong(block, 1), "patchLong");
        assertThrows(MachineClosedException.class, () -> memory.patchWord(block, 1), "patchWord");
        assertThrows(MachineClosedException.class, () -> memory.writeLong(data, 1), "writeLong");
        assertThrows(MachineClosedException.class, () -> memory.allocateData(16), "allocateData");
        assertThrows(
                MachineClosedException.class,
                () -> memory.allocateCode(16, machine.symbols().text()),
                "allocateCode");
        assertThrows(MachineClosedException.class, () -> machine.mapHostCall(cpu -> {}), "mapHostCall");
    }

    /**
     * A core that is taken down afterwards waits for them.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void nobodyWaitsForAClosedMachine() throws Exception {
        MachineUnderTest on = open();
        on.close();
        Background.within(on, "synchronizeCpus returns", () -> on.machine().synchronizeCpus());
        Background.within(
                on,
                "awaitQuiescence returns",
                () -> on.machine()
                        .awaitQuiescence(List.of(on.machine().symbols().text())));
    }
}
