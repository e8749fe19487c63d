package org.jftrace.spi.testkit.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jftrace.spi.Machine;
import org.jftrace.spi.testkit.Conformance;
import org.junit.jupiter.api.Test;

/** Guest code that calls Java. */
public interface HostCallConformance extends Conformance {
    @Override
    ExecutingMachine open() throws Exception;

    /**
     * Arguments, the gate as pc, the return address in x30.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aHostCallSeesTheRegistersOfItsCaller() throws Exception {
        try (ExecutingMachine on = open()) {
            List<Long> seen = new ArrayList<>();
            long gate = on.machine().mapHostCall(cpu -> {
                for (int n = 0; n <= 6; n++) {
                    seen.add(cpu.x(n));
                }
                seen.add(cpu.pc());
                seen.add(cpu.x(30));
                seen.add(cpu.sp() & 15);
            });
            long code = GuestCode.place(on, GuestCode.ADDING);
            on.call(code, 1, 2, 3, 4, 5, 6, -7, gate);
            assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, -7L, gate, code + GuestCode.AFTER_CALL, 0L), seen);
        }
    }

    /**
     * With the result in x0, as from a RET; pc is not looked at.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void theCpuGoesOnAtX30() throws Exception {
        try (ExecutingMachine on = open()) {
            Machine machine = on.machine();
            long code = GuestCode.place(on, GuestCode.ADDING);
            long plain = machine.mapHostCall(cpu -> {
                cpu.setX(0, 40);
                cpu.setPc(on.unmapped());
            });
            assertEquals(41, on.call(code, 0, 0, 0, 0, 0, 0, 0, plain));
            long skipping = machine.mapHostCall(cpu -> {
                cpu.setX(0, 50);
                cpu.setX(30, cpu.x(30) + 4);
            });
            assertEquals(50, on.call(code, 0, 0, 0, 0, 0, 0, 0, skipping));
        }
    }

    /**
     * The caller learns of it.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void whatAHostCallThrowsEndsTheRun() throws Exception {
        try (ExecutingMachine on = open()) {
            RuntimeException thrown = new IllegalStateException("not today");
            long gate = on.machine().mapHostCall(cpu -> {
                throw thrown;
            });
            long code = GuestCode.place(on, GuestCode.ADDING);
            Throwable found = assertThrows(RuntimeException.class, () -> on.call(code, 0, 0, 0, 0, 0, 0, 0, gate));
            while (found != thrown && found.getCause() != null) {
                found = found.getCause();
            }
            assertEquals(thrown, found);
        }
    }

    /**
     * Whether or not another one has been mapped since.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aBranchToAGateThatIsGoneIsAFault() throws Exception {
        try (ExecutingMachine on = open()) {
            List<String> called = new ArrayList<>();
            long gate = on.machine().mapHostCall(cpu -> called.add("called"));
            long code = GuestCode.place(on, GuestCode.ADDING);
            on.call(code, 0, 0, 0, 0, 0, 0, 0, gate);
            on.machine().unmapHostCall(gate);
            assertThrows(RuntimeException.class, () -> on.call(code, 0, 0, 0, 0, 0, 0, 0, gate));
            assertEquals(List.of("called"), called);
        }
    }

    /**
     * Everything that a callback may do.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aHostCallMayUseTheMachine() throws Exception {
        try (ExecutingMachine on = open()) {
            Machine machine = on.machine();
            long constant = GuestCode.place(on, GuestCode.CONSTANT);
            long gate = machine.mapHostCall(cpu -> {
                machine.unmapHostCall(machine.mapHostCall(other -> {}));
                machine.memory().free(machine.memory().allocateData(8));
                machine.memory().writeLong(cpu.sp() - 16, 1);
                machine.memory().patchWord(constant, GuestCode.RESULT | 77 << 5);
                machine.synchronizeCpus();
                machine.awaitQuiescence(List.of(GuestCode.range(constant, GuestCode.CONSTANT)));
                cpu.setX(0, machine.memory().readLong(cpu.sp() - 16));
            });
            long code = GuestCode.place(on, GuestCode.ADDING);
            assertEquals(2, on.call(code, 0, 0, 0, 0, 0, 0, 0, gate));
            assertEquals(77, on.call(constant));
        }
    }

    /**
     * A CPU is one task's, whoever asks.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aHostCallSeesTheSameTaskEachTime() throws Exception {
        try (ExecutingMachine on = open()) {
            List<Object> seen = new ArrayList<>();
            long gate = on.machine().mapHostCall(cpu -> {
                seen.add(cpu.task());
                seen.add(cpu.traceState());
                assertTrue(cpu.id() >= 0 && cpu.id() < on.machine().maxCpus());
            });
            on.call(GuestCode.place(on, GuestCode.ADDING), 0, 0, 0, 0, 0, 0, 0, gate);
            on.call(GuestCode.place(on, GuestCode.ADDING), 0, 0, 0, 0, 0, 0, 0, gate);
            assertEquals(4, seen.size());
            assertTrue(seen.get(0) == seen.get(2) && seen.get(1) == seen.get(3));
        }
    }
}
