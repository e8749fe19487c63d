package org.jftrace.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.junit.jupiter.api.Test;

/** The addresses of host calls, without anybody who branches there. */
public interface GateConformance extends Conformance {
    /** How often a gate is mapped and unmapped: more than any table holds. */
    int GATES = 100_000;

    /**
     * Also of a call that has one already.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void eachMappingIsAGateOfItsOwn() throws Exception {
        try (MachineUnderTest on = open()) {
            HostCall call = cpu -> {};
            long first = on.machine().mapHostCall(call);
            long second = on.machine().mapHostCall(call);
            assertNotEquals(first, second);
            assertNotEquals(0, first);
            assertNotEquals(0, second);
            assertEquals(0, (first | second) & 3);
        }
    }

    /**
     * There is nothing to be read or written where a gate is.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aGateIsNoMemory() throws Exception {
        try (MachineUnderTest on = open()) {
            long gate = on.machine().mapHostCall(cpu -> {});
            Expect.fault(gate, "readWord", () -> on.memory().readWord(gate));
            Expect.fault(gate, "patchWord", () -> on.memory().patchWord(gate, 0));
        }
    }

    /**
     * Neither twice, nor what was never mapped, nor a block of memory.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void onlyWhatIsMappedCanBeUnmapped() throws Exception {
        try (MachineUnderTest on = open()) {
            Machine machine = on.machine();
            long block = on.memory().allocateData(16);
            assertThrows(IllegalArgumentException.class, () -> machine.unmapHostCall(block));
            assertThrows(IllegalArgumentException.class, () -> machine.unmapHostCall(0));
            long gate = machine.mapHostCall(cpu -> {});
            machine.unmapHostCall(gate);
            assertThrows(IllegalArgumentException.class, () -> machine.unmapHostCall(gate));
            on.memory().free(block);
        }
    }

    /**
     * What was unmapped makes room, what was not keeps its address.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void gatesThatAreGivenBackNeverRunOut() throws Exception {
        try (MachineUnderTest on = open()) {
            long kept = on.machine().mapHostCall(cpu -> {});
            for (int i = 0; i < GATES; i++) {
                long gate = on.machine().mapHostCall(cpu -> {});
                assertNotEquals(kept, gate);
                on.machine().unmapHostCall(gate);
            }
            on.machine().unmapHostCall(kept);
        }
    }

    /**
     * Each thread gets its own.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void gatesOfSeveralThreadsAreApart() throws Exception {
        try (MachineUnderTest on = open()) {
            Expect.apart(on, () -> on.machine().mapHostCall(cpu -> {}));
        }
    }
}
