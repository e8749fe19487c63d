package org.jftrace.sim.light;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.HostEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class LightMachineTest {
    private static final int MOV_X9_LR = 0xaa1e03e9;
    private static final long TARGET = LightMachine.TEXT + 0x2000;

    /** Stands in for the port's: what it does on entry is the test's. */
    private interface OnEntry extends HostEntry {
        @Override
        default boolean isEntry(long target) {
            return target == TARGET;
        }

        @Override
        default boolean isReturn(long pc) {
            return false;
        }

        @Override
        default void leave(GuestCpu cpu) {
            throw new IllegalArgumentException("no return trampoline at 0x" + Long.toHexString(cpu.pc()));
        }
    }

    private static void enable(LightMachine machine, int function) {
        long ip = machine.ip(function);
        machine.memory().patchWord(ip - 4, MOV_X9_LR);
        machine.memory().patchWord(ip, 0x94000000 | (int) ((TARGET - ip) >> 2));
    }

    @ParameterizedTest
    @EnumSource
    void eachLayoutHasItsSiteWhereTheCompilerLeavesIt(CallSiteLayout layout) {
        LightMachine machine = LightMachine.builder().layouts(layout, layout).build();
        CodeMemory memory = machine.memory();
        long entry = machine.symbols().patchableEntries()[1];
        long ip = machine.ip(1);
        boolean two = layout == CallSiteLayout.TWO || layout == CallSiteLayout.TWO_BTI;
        boolean bti = layout == CallSiteLayout.TWO_BTI || layout == CallSiteLayout.FOUR_TWO_BTI;
        int btiWord = memory.readWord(machine.function(1));
        assertEquals(bti ? 0xd503245f : 0xd503201f, btiWord);
        assertEquals(machine.function(1) + (bti ? 8 : 4), ip);
        assertEquals(two ? ip - 4 : machine.function(1) - 8, entry);
        assertEquals(0xd503201f, memory.readWord(entry));
        assertEquals(0xd503201f, memory.readWord(ip));
        assertEquals(0xd65f03c0, memory.readWord(ip + 4));
        assertEquals("f1", machine.symbols().containing(ip).orElseThrow().name());
        boolean aligned = ((ip - 12) & ~7) == entry;
        assertEquals(layout == CallSiteLayout.FOUR_TWO || layout == CallSiteLayout.FOUR_TWO_BTI, aligned);
    }

    @Test
    void anUntracedCallReturnsToItsCaller() {
        LightMachine machine = LightMachine.builder().build();
        machine.cpu(0).call(machine.function(0));
        assertEquals(machine.caller() + 4, machine.cpu(0).pc());
    }

    @ParameterizedTest
    @EnumSource
    void aTracedCallEntersWithThePcOnTheBranchAndTheReturnAddressInX9(CallSiteLayout layout) {
        LightMachine machine = LightMachine.builder().layouts(layout).build();
        enable(machine, 0);
        long[] seen = new long[4];
        machine.intercept((OnEntry) (cpu, target) -> {
            seen[0] = cpu.pc();
            seen[1] = cpu.x(9);
            seen[2] = target;
            seen[3]++;
            cpu.setPc(cpu.pc() + 4);
        });
        machine.cpu(1).call(machine.function(0));
        assertEquals(machine.ip(0), seen[0]);
        assertEquals(machine.caller() + 4, seen[1]);
        assertEquals(TARGET, seen[2]);
        assertEquals(1, seen[3]);
        assertEquals(machine.caller() + 4, machine.cpu(1).pc());
    }

    @Test
    void aCallbackMayGoOnInAnotherFunction() {
        LightMachine machine = LightMachine.builder().functions(2).build();
        enable(machine, 0);
        enable(machine, 1);
        int[] entered = new int[2];
        machine.intercept((OnEntry) (cpu, target) -> {
            boolean first = cpu.pc() == machine.ip(0);
            entered[first ? 0 : 1]++;
            cpu.setPc(first ? machine.function(1) : cpu.x(30));
        });
        machine.cpu(0).call(machine.function(0));
        assertEquals(1, entered[0]);
        assertEquals(1, entered[1]);
    }

    @Test
    void memoryAndGatesBeginWhereTheyAreTold() {
        long text = 0xffff_8000_ffff_f000L;
        LightMachine machine = LightMachine.builder().text(text).build();
        assertEquals(text, machine.caller());
        machine.cpu(0).call(machine.function(0));
        assertEquals(text + 4, machine.cpu(0).pc());
        assertTrue(machine.mapHostCall(cpu -> {}) > machine.memory().allocateData(16));
        assertThrows(
                IllegalArgumentException.class, () -> LightMachine.builder().text(text + 8));
    }

    @Test
    void aBranchToNoTrampolineIsAFaultNamingPcAndWord() {
        LightMachine machine = LightMachine.builder().build();
        machine.memory().patchWord(machine.ip(0), 0x94000010);
        IllegalStateException fault =
                assertThrows(IllegalStateException.class, () -> machine.cpu(0).call(machine.function(0)));
        assertTrue(fault.getMessage().contains("0x94000010"), fault.getMessage());
        assertTrue(fault.getMessage().contains(Long.toHexString(machine.ip(0))), fault.getMessage());
    }

    @Test
    void anUnknownInstructionIsAFault() {
        LightMachine machine = LightMachine.builder().build();
        machine.memory().patchWord(machine.function(0), 0xd4200000);
        assertThrows(IllegalStateException.class, () -> machine.cpu(0).call(machine.function(0)));
    }

    @Test
    void quiescenceWaitsForATracedCallOfAnotherCpu() throws InterruptedException {
        LightMachine machine = LightMachine.builder().build();
        enable(machine, 0);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        machine.intercept((OnEntry) (cpu, target) -> {
            entered.countDown();
            awaitUninterruptibly(leave);
            cpu.setPc(cpu.pc() + 4);
        });
        Thread cpu = new Thread(() -> machine.cpu(0).call(machine.function(0)));
        cpu.start();
        entered.await();
        CountDownLatch waited = new CountDownLatch(1);
        Thread waiter = new Thread(() -> {
            machine.awaitQuiescence(List.of());
            waited.countDown();
        });
        waiter.start();
        assertFalse(waited.await(50, TimeUnit.MILLISECONDS));
        leave.countDown();
        assertTrue(waited.await(30, TimeUnit.SECONDS));
        cpu.join();
        waiter.join();
    }

    @Test
    void quiescenceDoesNotWaitForTheCallersOwnCall() {
        LightMachine machine = LightMachine.builder().build();
        enable(machine, 0);
        int[] calls = new int[1];
        machine.intercept((OnEntry) (cpu, target) -> {
            machine.awaitQuiescence(List.of());
            calls[0]++;
            cpu.setPc(cpu.pc() + 4);
        });
        machine.cpu(0).call(machine.function(0));
        assertEquals(1, calls[0]);
    }

    @Test
    void aTracedCallThatFaultsIsNotWaitedForEver() {
        LightMachine machine = LightMachine.builder().build();
        enable(machine, 0);
        machine.intercept((OnEntry) (cpu, target) -> {
            throw new ArithmeticException("fault");
        });
        Thread[] done = new Thread[1];
        Thread cpu = new Thread(() -> machine.cpu(0).call(machine.function(0)));
        cpu.setUncaughtExceptionHandler((thread, fault) -> done[0] = thread);
        cpu.start();
        join(cpu);
        assertEquals(cpu, done[0]);
        machine.awaitQuiescence(List.of());
    }

    @Test
    void gatesAreDistinctAlignedAndTakenBack() {
        LightMachine machine = LightMachine.builder().build();
        long first = machine.mapHostCall(cpu -> {});
        long second = machine.mapHostCall(cpu -> {});
        assertNotEquals(first, second);
        assertEquals(0, (first | second) & 3);
        machine.unmapHostCall(first);
        assertEquals(1, machine.mappedGates());
        assertThrows(IllegalArgumentException.class, () -> machine.unmapHostCall(first));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
