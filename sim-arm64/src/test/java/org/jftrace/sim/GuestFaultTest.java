package org.jftrace.sim;

import static org.jftrace.arm64.a64.emit.Branches.blr;
import static org.jftrace.arm64.a64.emit.Branches.br;
import static org.jftrace.arm64.a64.emit.LoadStore.str;
import static org.jftrace.arm64.a64.emit.LoadStore.strPre;
import static org.jftrace.arm64.a64.emit.Moves.mov;
import static org.jftrace.arm64.a64.emit.SystemInstructions.brk;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.function.Consumer;
import org.jftrace.arm64.a64.emit.Assembler;
import org.jftrace.arm64.a64.emit.Branches;
import org.jftrace.arm64.a64.emit.Reg;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GuestFaultTest {
    private SimMachine machine;

    @BeforeEach
    void load() throws IOException {
        machine = Guests.quiet(2);
    }

    @AfterEach
    void close() {
        machine.close();
    }

    private GuestFault faultOf(Consumer<Assembler> body) {
        long start = Guests.place(machine, body);
        return assertThrows(GuestFault.class, () -> machine.call(start));
    }

    private static void assertSays(GuestFault fault, String... parts) {
        for (String part : parts) {
            assertTrue(fault.getMessage().contains(part), "\"" + part + "\" in: " + fault.getMessage());
        }
    }

    @Test
    void aWildJumpTellsWhereItCameFrom() {
        GuestFault fault =
                faultOf(code -> code.emit(mov(Reg.X9, 0xdead_beef_000L)).emit(blr(Reg.X9)));
        assertEquals(0xdead_beef_000L, fault.pc());
        assertSays(fault, "cpu 0 at 0xdeadbeef000", "not mapped", "called from 0x");
    }

    @Test
    void aMisalignedJumpIsRefused() {
        GuestFault fault = faultOf(code ->
                code.emit(mov(Reg.X9, machine.symbols().text().start() + 2)).emit(br(Reg.X9)));
        assertSays(fault, "not 4-byte aligned");
    }

    @Test
    void aWriteToTextNamesTheInstructionAndTheAddress() {
        long text = machine.symbols().named("vfs_read").orElseThrow().address();
        GuestFault fault = faultOf(code -> code.emit(mov(Reg.X9, text)).emit(str(Reg.X0, Reg.X9, 0)));
        assertSays(fault, "str x0, [x9]", "write at 0x" + Long.toHexString(text), "not allowed");
    }

    @Test
    void aFaultInTheProgramNamesTheFunction() {
        GuestFault fault = assertThrows(GuestFault.class, () -> machine.call("strlen", 0x10));
        assertEquals(
                "strlen", machine.symbols().containing(fault.pc()).orElseThrow().name());
        assertSays(fault, "cpu 0 at strlen+0x", "called from the host", "read at 0x10", "ldrb");
        assertEquals(0, fault.cpu());
    }

    @Test
    void aStackThatOverflowsDoesNotReachTheNextOne() {
        GuestFault fault = faultOf(code -> {
            Assembler.Label again = code.label("again");
            code.bind(again).emit(strPre(Reg.X30, Reg.SP, -256)).emit(Branches::b, again);
        });
        assertSays(fault, "str x30, [sp, #-", "not mapped");
    }

    @Test
    void whatAHostCallThrowsIsTheCause() {
        RuntimeException thrown = new IllegalStateException("not today");
        long gate = machine.mapHostCall(cpu -> {
            throw thrown;
        });
        GuestFault fault = assertThrows(GuestFault.class, () -> machine.call(gate));
        assertSame(thrown, fault.getCause());
        assertSays(fault, "gate 0x" + Long.toHexString(gate), "not today");
    }

    @Test
    void aFaultOfOneCpuEndsTheProgramOnAll() {
        long forEver = Guests.place(machine, code -> {
            Assembler.Label again = code.label("again");
            code.bind(again).emit(Branches::b, again);
        });
        machine.cpu(0).setPc(forEver);
        machine.cpu(1).setPc(Guests.place(machine, code -> code.emit(brk(7))));
        GuestFault fault = assertThrows(GuestFault.class, machine::run);
        assertEquals(1, fault.cpu());
        assertSays(fault, "cpu 1", "breakpoint 0x7");
        assertFalse(machine.isRunning());
        assertSame(fault, assertThrows(GuestFault.class, machine::join));
    }

    @Test
    void aFaultInACallLeavesTheMachineUsable() {
        faultOf(code -> code.emit(brk(1)));
        assertEquals(3, machine.call("ackermann", 1, 1));
        assertEquals(0, machine.run());
    }
}
