package org.jftrace.sim;

import static org.jftrace.arm64.a64.emit.Arithmetic.add;
import static org.jftrace.arm64.a64.emit.Arithmetic.sub;
import static org.jftrace.arm64.a64.emit.Branches.blr;
import static org.jftrace.arm64.a64.emit.Branches.cbnz;
import static org.jftrace.arm64.a64.emit.Branches.ret;
import static org.jftrace.arm64.a64.emit.Moves.mov;
import static org.jftrace.arm64.a64.emit.Moves.movz;
import static org.jftrace.arm64.a64.emit.SystemInstructions.svc;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.arm64.a64.emit.Assembler;
import org.jftrace.arm64.a64.emit.Branches;
import org.jftrace.arm64.a64.emit.Reg;
import org.jftrace.spi.GuestCpu;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimMachineCallTest {
    private SimMachine machine;

    @BeforeEach
    void load() throws IOException {
        machine = Guests.quiet(1);
    }

    @AfterEach
    void close() {
        machine.close();
    }

    /** Counts down x0: one instruction, two for each turn, one RET. */
    private long countdown() {
        return Guests.place(machine, code -> {
            code.emit(mov(Reg.X1, Reg.X0));
            Assembler.Label again = code.label("again");
            code.bind(again)
                    .emit(sub(Reg.X1, Reg.X1, 1))
                    .emit((from, to) -> cbnz(Reg.X1, from, to), again)
                    .emit(ret());
        });
    }

    @Test
    void aFunctionOfTheProgramReturnsItsResult() {
        assertEquals(9, machine.call("ackermann", 2, 3));
    }

    @Test
    void everyInstructionIsCountedOnce() {
        long function = countdown();
        assertEquals(1000, machine.call(function, 1000));
        assertEquals(1 + 2 * 1000 + 1, machine.instructions());
    }

    @Test
    void allEightArgumentsArriveAndNinthIsRefused() {
        List<Long> seen = new ArrayList<>();
        long gate = machine.mapHostCall(cpu -> {
            for (int n = 0; n < 8; n++) {
                seen.add(cpu.x(n));
            }
        });
        long function =
                Guests.place(machine, code -> code.emit(mov(Reg.X9, gate)).emit(Branches.br(Reg.X9)));
        machine.call(function, 1, 2, 3, 4, 5, 6, 7, 8);
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L), seen);
        assertThrows(IllegalArgumentException.class, () -> machine.call(function, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    }

    @Test
    void theProgramRunsAsEverAfterACall() {
        GuestCpu cpu = machine.cpu(0);
        long entry = cpu.pc();
        machine.call("ackermann", 1, 1);
        assertEquals(entry, cpu.pc());
        assertEquals(0, machine.run());
        assertEquals(3, machine.call("ackermann", 1, 1));
    }

    @Test
    void anUnknownFunctionIsNamed() {
        var thrown = assertThrows(IllegalArgumentException.class, () -> machine.call("vfs_raed"));
        assertTrue(thrown.getMessage().contains("vfs_raed"), thrown.getMessage());
    }

    @Test
    void exitDuringACallIsReported() {
        long function = Guests.place(
                machine,
                code -> code.emit(movz(Reg.X0, 7, 0)).emit(movz(Reg.X8, 94, 0)).emit(svc(0)));
        var thrown = assertThrows(IllegalStateException.class, () -> machine.call(function));
        assertTrue(thrown.getMessage().contains("exit(7)"), thrown.getMessage());
        assertEquals(0, machine.run());
    }

    @Test
    void aCallFromWithinAHostCallIsRefused() {
        List<String> said = new ArrayList<>();
        long gate = machine.mapHostCall(cpu ->
                said.add(assertThrows(IllegalStateException.class, () -> machine.call("ackermann", 1, 1))
                        .getMessage()));
        machine.call(gate);
        assertTrue(said.get(0).startsWith("cpu 0 is running already"), said.get(0));
    }

    @Test
    void hostCallsCountNoInstructionsAndReturnToX30() {
        long gate = machine.mapHostCall(cpu -> {
            assertEquals(cpu.pc(), cpu.x(9));
            cpu.setPc(0);
            cpu.setX(0, cpu.x(0) * 3);
        });
        long function = Guests.place(
                machine,
                code -> code.emit(mov(Reg.X10, Reg.LR))
                        .emit(movFixed(gate))
                        .emit(blr(Reg.X9), add(Reg.X0, Reg.X0, 1), ret(Reg.X10)));
        assertEquals(22, machine.call(function, 7));
        assertEquals(1 + movFixed(gate).length + 3, machine.instructions());
    }

    private static int[] movFixed(long gate) {
        return mov(Reg.X9, gate);
    }

    @Test
    void steppingExecutesOneInstructionOrOneHostCall() {
        boolean[] called = {false};
        long gate = machine.mapHostCall(cpu -> called[0] = true);
        long function = countdown();
        GuestCpu cpu = machine.cpu(0);
        cpu.setPc(function);
        cpu.setX(0, 5);
        cpu.setX(30, gate);
        machine.step();
        assertEquals(5, cpu.x(1));
        machine.step();
        assertEquals(4, cpu.x(1));
        assertEquals(function + 8, cpu.pc());
        for (int i = 2; i < 12; i++) {
            assertFalse(called[0]);
            machine.step();
        }
        assertEquals(gate, cpu.pc());
        assertEquals(12, machine.instructions());
        machine.step();
        assertTrue(called[0]);
        assertEquals(12, machine.instructions());
    }

    @Test
    void gatesAreAlignedDistinctAndOutOfReachOfGuestCode() {
        long first = machine.mapHostCall(cpu -> {});
        long second = machine.mapHostCall(cpu -> {});
        assertTrue(first != second && first != 0 && (first & 3) == 0);
        assertEquals(
                Errno.EFAULT,
                assertThrows(FtraceException.class, () -> machine.memory().readWord(first))
                        .errno());
    }

    @Test
    void anUnmappedGateIsNamedByTheFault() {
        long gate = machine.mapHostCall(cpu -> {});
        machine.call(gate);
        machine.unmapHostCall(gate);
        GuestFault fault = assertThrows(GuestFault.class, () -> machine.call(gate));
        assertEquals(gate, fault.pc());
        assertTrue(fault.getMessage().contains("gate 0x" + Long.toHexString(gate)), fault.getMessage());
        assertTrue(fault.getMessage().contains("no host call is mapped"), fault.getMessage());
        assertThrows(IllegalArgumentException.class, () -> machine.unmapHostCall(gate));
    }

    @Test
    void whenAllGatesAreMappedOneHasToBeGivenBackFirst() {
        long last = 0;
        int mapped = 0;
        FtraceException full = null;
        while (full == null) {
            try {
                last = machine.mapHostCall(cpu -> {});
                mapped++;
            } catch (FtraceException e) {
                full = e;
            }
        }
        assertEquals(Errno.ENOMEM, full.errno());
        assertTrue(mapped >= 4096, mapped + " gates");
        machine.unmapHostCall(last);
        assertEquals(last, machine.mapHostCall(cpu -> {}));
        assertThrows(FtraceException.class, () -> machine.mapHostCall(cpu -> {}));
    }

    @Test
    void theTaskKeepsItsTraceState() {
        assertSame(machine.cpu(0).task().traceState(), machine.cpu(0).task().traceState());
        assertEquals("vfs.elf", machine.cpu(0).task().comm());
        assertEquals(1, machine.cpu(0).task().id());
    }

    @Test
    void patchedCodeIsExecutedByTheNextCall() {
        long function = Guests.place(machine, code -> code.emit(movz(Reg.X0, 1, 0), ret()));
        assertEquals(1, machine.call(function));
        machine.memory().patchWord(function, movz(Reg.X0, 2, 0));
        machine.synchronizeCpus();
        assertEquals(2, machine.call(function));
    }
}
