package org.jftrace.samples.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.jftrace.Ftrace;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.returns.RegisterSet;
import org.jftrace.sim.SimMachine;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.SymbolTable;
import org.jftrace.stack.FrameKind;
import org.jftrace.stack.StackFrame;
import org.jftrace.stack.StackTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What makes a trace unreliable is said, and which frame it was. */
class DoubtTest {
    private static final int CBZ_X0_2 = 0xb4000040;
    private static final int SUB_SP_16 = 0xd10043ff;
    private static final int NOP = 0xd503201f;
    private static final int BR_X1 = 0xd61f0020;
    private static final int RET = 0xd65f03c0;
    private static final int MOV_X30_X0 = 0xaa0003fe;

    private SimMachine machine;
    private Ftrace ftrace;
    private GuestCpu cpu;

    @BeforeEach
    void stopInALeafWithTwoCallers() throws Exception {
        machine = SimMachine.builder(Path.of("guest", "vfs.elf"))
                .stdout(OutputStream.nullOutputStream())
                .build();
        ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
        cpu = machine.cpu(0);
        long leaf = machine.address("strlen").orElseThrow();
        while (cpu.pc() != leaf) {
            machine.step();
        }
        assertTrue(ftrace.stackTrace(cpu).reliable());
    }

    @AfterEach
    void close() {
        ftrace.close();
        machine.close();
    }

    private long function(String name, int... words) {
        long address = machine.memory()
                .allocateCode(4L * words.length, machine.symbols().text());
        for (int i = 0; i < words.length; i++) {
            machine.memory().patchWord(address + 4L * i, words[i]);
        }
        ftrace.modules()
                .load(SymbolTable.builder(name)
                        .function(name, address, 4L * words.length)
                        .build());
        return address;
    }

    private static void assertDoubt(String expected, StackTrace trace) {
        assertFalse(trace.reliable(), trace::toString);
        assertEquals(expected, trace.doubt().orElseThrow().toString());
    }

    private static List<String> names(StackTrace trace) {
        return trace.frames().stream().map(StackFrame::toString).toList();
    }

    @Test
    void pathsThatDisagreeAboutTheFrameMakeATraceUnreliable() {
        long fork = function("fork", CBZ_X0_2, SUB_SP_16, NOP, RET);
        for (int i = 0; i < 2; i++) {
            cpu.setPc(fork + 4L * i);
            assertTrue(ftrace.stackTrace(cpu).reliable(), "before the paths join, at " + i);
        }
        cpu.setPc(fork + 8);
        assertDoubt("fork+0x8: the paths that lead here disagree about SP", ftrace.stackTrace(cpu));
    }

    @Test
    void whatOnlyAJumpThroughATableLeadsToHasTheFrameOfTheJump() {
        long table = function("table", BR_X1, NOP, RET);
        cpu.setPc(table + 4);
        assertTrue(ftrace.stackTrace(cpu).reliable());
    }

    @Test
    void aFunctionThatLosesItsReturnAddressMakesATraceUnreliable() {
        long forgetful = function("forgetful", NOP, MOV_X30_X0, NOP, RET);
        cpu.setPc(forgetful + 4);
        assertTrue(ftrace.stackTrace(cpu).reliable());
        cpu.setPc(forgetful + 8);
        assertDoubt("forgetful+0x8: the return address is nowhere to be found", ftrace.stackTrace(cpu));
    }

    @Test
    void anUnloadedModuleIsKnownNoMore() {
        long once = function("once", NOP, RET);
        cpu.setPc(once);
        assertTrue(ftrace.stackTrace(cpu).reliable());
        ftrace.modules().unload("once");
        StackTrace trace = ftrace.stackTrace(cpu);
        assertDoubt("0x" + Long.toHexString(once) + ": no code is known here", trace);
        assertEquals(FrameKind.UNKNOWN, trace.frames().get(0).kind());
    }

    @Test
    void anotherModuleAtTheSamePlaceIsLookedAtAnew() {
        long place = function("once", NOP, MOV_X30_X0, NOP, RET);
        cpu.setPc(place + 8);
        assertFalse(ftrace.stackTrace(cpu).reliable());
        ftrace.modules().unload("once");
        machine.memory().patchWord(place + 4, NOP);
        ftrace.modules()
                .load(SymbolTable.builder("once").function("once", place, 16).build());
        assertTrue(ftrace.stackTrace(cpu).reliable());
    }

    @Test
    void aStackThatIsNotThereMakesATraceUnreliableAndFrameRecordsGoOn() {
        List<String> whole = names(ftrace.stackTrace(cpu));
        cpu.setSp(64);
        StackTrace trace = ftrace.stackTrace(cpu);
        assertEquals(
                whole.get(1) + ": there is no stack at 0x48",
                trace.doubt().orElseThrow().toString());
        assertEquals(whole.subList(2, whole.size()), names(trace).subList(2, whole.size()));
    }

    @Test
    void aHandlerThatDoesNotKnowMakesATraceUnreliable() {
        cpu.setX(30, new Hook(ftrace.returns(), RegisterSet.RESULTS, () -> {}).trampoline.address());
        assertDoubt(
                "strlen+0x0: the return trampoline at 0x" + Long.toHexString(cpu.x(30))
                        + " does not know where it will return to",
                ftrace.stackTrace(cpu));
    }

    @Test
    void anAuthenticationCodeIsNoPartOfAnAddress() {
        List<String> before = names(ftrace.stackTrace(cpu));
        cpu.setX(30, cpu.x(30) | 0x0055_0000_0000_0000L);
        assertTrue(ftrace.stackTrace(cpu).reliable());
        assertEquals(before, names(ftrace.stackTrace(cpu)));
    }
}
