package org.jftrace.sim;

import static org.jftrace.arm64.a64.emit.Arithmetic.sub;
import static org.jftrace.arm64.a64.emit.Branches.blr;
import static org.jftrace.arm64.a64.emit.Branches.ret;
import static org.jftrace.arm64.a64.emit.LoadStore.ldr;
import static org.jftrace.arm64.a64.emit.LoadStore.ldrPost;
import static org.jftrace.arm64.a64.emit.LoadStore.strPre;
import static org.jftrace.arm64.a64.emit.Moves.mov;
import static org.jftrace.arm64.a64.emit.Moves.movz;
import static org.jftrace.arm64.a64.emit.SystemInstructions.svc;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jftrace.arm64.a64.emit.Assembler;
import org.jftrace.arm64.a64.emit.Branches;
import org.jftrace.arm64.a64.emit.Reg;
import org.jftrace.spi.AddressRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AwaitQuiescenceTest {
    private static final int CODE_SIZE = 512;

    private SimMachine machine;
    private long flag;

    @BeforeEach
    void load() throws IOException {
        machine = Guests.quiet(2);
        flag = machine.address("smp_items").orElseThrow();
        machine.memory().writeLong(flag, 0);
    }

    @AfterEach
    void close() {
        machine.close();
    }

    private static AddressRange range(long code) {
        return AddressRange.ofSize(code, CODE_SIZE);
    }

    private static AddressRange word(long address) {
        return AddressRange.ofSize(address, 4);
    }

    private Thread waiter(long code) {
        Thread waiter = new Thread(() -> machine.awaitQuiescence(List.of(range(code))), "waiter");
        waiter.setDaemon(true);
        waiter.start();
        return waiter;
    }

    /** Waits until the waiter is asleep: it has looked at the CPUs and has not been satisfied. */
    private static void untilItWaits(Thread waiter) {
        while (waiter.getState() != Thread.State.WAITING) {
            assertTrue(waiter.isAlive(), "returned too early");
            Thread.onSpinWait();
        }
    }

    /** Turns until the flag is 1, with what the body does in each turn. */
    private static void spin(Assembler code, long flag, Consumer<Assembler> body) {
        code.emit(mov(Reg.X19, flag));
        Assembler.Label again = code.label("again");
        code.bind(again);
        body.accept(code);
        code.emit(ldr(Reg.X1, Reg.X19, 0)).emit((from, to) -> Branches.cbz(Reg.X1, from, to), again);
    }

    private static void exitGroup(Assembler code, int status) {
        code.emit(movz(Reg.X0, status, 0), movz(Reg.X8, 94, 0), svc(0));
    }

    /** Second CPU: nowhere near. */
    private long idling() {
        return Guests.place(machine, code -> {
            spin(code, flag, body -> {});
            code.emit(movz(Reg.X0, 0, 0), movz(Reg.X8, 93, 0), svc(0));
        });
    }

    /** Calls the code, and is then busy elsewhere for ever. */
    private long outside(long inside) {
        return Guests.place(machine, code -> {
            code.emit(mov(Reg.X20, inside)).emit(blr(Reg.X20));
            Assembler.Label again = code.label("again");
            code.bind(again).emit(Branches::b, again);
        });
    }

    private void start(long pc) {
        machine.cpu(0).setPc(pc);
        machine.cpu(1).setPc(idling());
        machine.start();
    }

    @Test
    void aCpuInTheRangeIsWaitedForUntilItHasLeft() throws InterruptedException {
        long inside = Guests.place(machine, code -> {
            spin(code, flag, body -> {});
            code.emit(ret());
        });
        start(outside(inside));
        untilItSpins();
        Thread waiter = waiter(inside);
        untilItWaits(waiter);
        machine.synchronizeCpus();
        machine.synchronizeCpus();
        assertTrue(waiter.isAlive());
        machine.memory().writeLong(flag, 1);
        waiter.join();
    }

    /** The pc is elsewhere most of the time; only the stack tells. */
    @Test
    void aReturnAddressOnTheStackIsWaitedForToo() throws InterruptedException {
        long leaf = Guests.place(machine, code -> {
            code.emit(strPre(Reg.X30, Reg.SP, -16), movz(Reg.X30, 0, 0));
            spin(code, flag, body -> {});
            code.emit(ldrPost(Reg.X30, Reg.SP, 16), ret());
        });
        long inside = Guests.place(
                machine,
                code -> code.emit(strPre(Reg.X30, Reg.SP, -16))
                        .emit(mov(Reg.X21, leaf))
                        .emit(blr(Reg.X21), ldrPost(Reg.X30, Reg.SP, 16), ret()));
        start(outside(inside));
        untilItSpins();
        Thread waiter = waiter(inside);
        untilItWaits(waiter);
        machine.synchronizeCpus();
        assertTrue(waiter.isAlive());
        machine.memory().writeLong(flag, 1);
        waiter.join();
    }

    @Test
    void aCpuThatIsElsewhereIsNotWaitedForAlthoughItRunsForEver() {
        long never = Guests.place(machine, code -> code.emit(ret()));
        start(idling());
        for (int round = 0; round < 1000; round++) {
            machine.awaitQuiescence(List.of(range(never)));
        }
        assertTrue(machine.isRunning());
    }

    /** It leaves for a few instructions at a time, and has to be seen in one of them. */
    @Test
    void aCpuThatKeepsComingBackIsSeenWhileItIsOut() {
        long inside = Guests.place(machine, code -> {
            code.emit(movz(Reg.X2, 200, 0));
            Assembler.Label turn = code.label("turn");
            code.bind(turn)
                    .emit(sub(Reg.X2, Reg.X2, 1))
                    .emit((from, to) -> Branches.cbnz(Reg.X2, from, to), turn)
                    .emit(ret());
        });
        long caller = Guests.place(machine, code -> {
            spin(
                    code,
                    flag,
                    body -> body.emit(mov(Reg.X20, inside))
                            .emit(blr(Reg.X20), movz(Reg.X20, 0, 0), movz(Reg.X30, 0, 0)));
            exitGroup(code, 4);
        });
        start(caller);
        for (int round = 0; round < 200; round++) {
            machine.awaitQuiescence(List.of(range(inside)));
        }
        machine.memory().writeLong(flag, 1);
        assertEquals(4, machine.join());
    }

    @Test
    void severalWaitersAreServedEachForItsOwnRange() throws InterruptedException {
        long inside = Guests.place(machine, code -> {
            spin(code, flag, body -> {});
            code.emit(ret());
        });
        long other = Guests.place(machine, code -> code.emit(ret()));
        start(outside(inside));
        untilItSpins();
        Thread first = waiter(inside);
        Thread second = waiter(inside);
        untilItWaits(first);
        untilItWaits(second);
        waiter(other).join();
        assertTrue(first.isAlive() && second.isAlive());
        machine.memory().writeLong(flag, 1);
        first.join();
        second.join();
    }

    @Test
    void anotherCpusHostCallIsWaitedForWhereItReturnsToButTheCallersOwnIsNot() throws InterruptedException {
        long elsewhere = Guests.place(machine, code -> code.emit(ret()));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        long gate = machine.mapHostCall(cpu -> {
            machine.awaitQuiescence(List.of(word(cpu.pc()), word(cpu.x(30))));
            inside.countDown();
            SynchronizeCpusTest.awaitUninterrupted(leave);
        });
        long calling = Guests.place(machine, code -> {
            code.emit(mov(Reg.X9, gate)).emit(blr(Reg.X9));
            exitGroup(code, 6);
        });
        machine.cpu(0).setPc(calling);
        machine.cpu(1).setPc(idling());
        machine.start();
        inside.await();
        Thread waiter = waiter(calling);
        untilItWaits(waiter);
        machine.awaitQuiescence(List.of(range(elsewhere)));
        assertTrue(waiter.isAlive());
        leave.countDown();
        waiter.join();
        assertEquals(6, machine.join());
    }

    @Test
    void aCpuThatEndsInTheRangeIsNotWaitedFor() throws InterruptedException {
        long inside = Guests.place(machine, code -> {
            spin(code, flag, body -> {});
            exitGroup(code, 8);
        });
        start(inside);
        untilItSpins();
        Thread waiter = waiter(inside);
        untilItWaits(waiter);
        machine.memory().writeLong(flag, 1);
        waiter.join();
        assertEquals(8, machine.join());
        machine.awaitQuiescence(List.of(range(inside)));
    }

    @Test
    void closingTheMachineEndsTheWait() throws InterruptedException {
        long inside = Guests.place(machine, code -> spin(code, flag, body -> {}));
        start(inside);
        untilItSpins();
        Thread waiter = waiter(inside);
        untilItWaits(waiter);
        machine.close();
        waiter.join();
        assertFalse(machine.isRunning());
    }

    /** A debugger has stopped in the range: it may come back at any time, so it is waited for. */
    @Test
    void aStoppedCpuIsJudgedAsItStands() throws InterruptedException {
        long inside = Guests.place(machine, code -> code.emit(movz(Reg.X1, 1, 0), ret()));
        machine.cpu(0).setPc(inside);
        machine.cpu(0).setX(30, machine.symbols().functions().get(0).address());
        machine.step();
        Thread waiter = waiter(inside);
        untilItWaits(waiter);
        machine.step();
        waiter.join();
    }

    /** Whatever comes before the loop has less than a thousand instructions. */
    private void untilItSpins() {
        long before = machine.instructions(0);
        while (machine.instructions(0) < before + 1000) {
            machine.synchronizeCpus();
        }
    }
}
