package org.jftrace.sim;

import static org.jftrace.arm64.a64.emit.Branches.b;
import static org.jftrace.arm64.a64.emit.Branches.blr;
import static org.jftrace.arm64.a64.emit.LoadStore.str;
import static org.jftrace.arm64.a64.emit.Moves.mov;
import static org.jftrace.arm64.a64.emit.Moves.movz;
import static org.jftrace.arm64.a64.emit.SystemInstructions.NOP;
import static org.jftrace.arm64.a64.emit.SystemInstructions.mrs;
import static org.jftrace.arm64.a64.emit.SystemInstructions.svc;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jftrace.arm64.a64.emit.Assembler;
import org.jftrace.arm64.a64.emit.Branches;
import org.jftrace.arm64.a64.emit.Reg;
import org.jftrace.arm64.a64.text.SystemRegister;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SynchronizeCpusTest {
    private static final int ROUNDS = 300;

    /** Exits with x0 as it is. */
    private static void exitGroup(Assembler code) {
        code.emit(movz(Reg.X8, 94, 0), svc(0));
    }

    /** A CPU that only ever executes the two words of this loop never takes notice by itself. */
    @Test
    void aRunningCpuExecutesTheNewWordAfterIt() throws IOException {
        try (SimMachine machine = Guests.quiet(1)) {
            AtomicInteger reported = new AtomicInteger();
            AtomicLong calls = new AtomicLong();
            long gate = machine.mapHostCall(cpu -> {
                reported.set((int) cpu.x(1));
                calls.incrementAndGet();
            });
            long[] value = new long[1];
            long start = Guests.place(machine, code -> {
                code.emit(mov(Reg.X9, gate));
                Assembler.Label again = code.label("again");
                code.bind(again);
                value[0] = code.here();
                code.emit(movz(Reg.X1, 1, 0), blr(Reg.X9)).emit(Branches::b, again);
            });
            machine.cpu(0).setPc(start);
            machine.start();
            for (int round = 2; round < ROUNDS; round++) {
                machine.memory().patchWord(value[0], movz(Reg.X1, round, 0));
                machine.synchronizeCpus();
                // The first call may have been under way already.
                long second = calls.get() + 2;
                while (calls.get() < second) {
                    Thread.onSpinWait();
                }
                assertEquals(round, reported.get());
            }
        }
    }

    @Test
    void aBranchIsPatchedUnderARunningCpu() throws IOException {
        try (SimMachine machine = Guests.quiet(1)) {
            long[] branch = new long[2];
            long start = Guests.place(machine, code -> {
                Assembler.Label again = code.label("again");
                branch[0] = code.here();
                code.bind(again).emit(NOP).emit(Branches::b, again);
                branch[1] = code.here();
                code.emit(movz(Reg.X0, 23, 0));
                exitGroup(code);
            });
            machine.cpu(0).setPc(start);
            machine.start();
            machine.memory().patchWord(branch[0], b(branch[0], branch[1]));
            machine.synchronizeCpus();
            assertEquals(23, machine.join());
        }
    }

    /** What the old words did is all done when it returns, and seen. */
    @Test
    void nothingOldIsExecutedAfterIt() throws IOException {
        try (SimMachine machine = Guests.quiet(1)) {
            long counter = machine.address("smp_items").orElseThrow();
            long[] store = new long[1];
            long start = Guests.place(machine, code -> {
                code.emit(mov(Reg.X9, counter));
                Assembler.Label again = code.label("again");
                code.bind(again).emit(movz(Reg.X1, 1, 0));
                store[0] = code.here();
                code.emit(str(Reg.X1, Reg.X9, 0)).emit(Branches::b, again);
            });
            machine.cpu(0).setPc(start);
            machine.start();
            for (int round = 0; round < ROUNDS; round++) {
                machine.memory().patchWord(store[0], NOP);
                machine.synchronizeCpus();
                machine.memory().writeLong(counter, 2);
                machine.synchronizeCpus();
                machine.synchronizeCpus();
                assertEquals(2, machine.memory().readLong(counter), "round " + round);
                machine.memory().patchWord(store[0], str(Reg.X1, Reg.X9, 0));
                machine.synchronizeCpus();
                while (machine.memory().readLong(counter) != 1) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    /** Reading the counter asks the builder's clock, and so keeps the CPU busy for as long as the test likes. */
    @Test
    void aCpuInTheMiddleOfAnInstructionIsWaitedFor() throws IOException, InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        try (SimMachine machine = SimMachine.builder(Guests.elf("vfs.elf"))
                .clock(() -> {
                    inside.countDown();
                    awaitUninterrupted(leave);
                    return 0;
                })
                .build()) {
            machine.cpu(0).setPc(Guests.place(machine, code -> {
                code.emit(mrs(Reg.X1, SystemRegister.CNTVCT_EL0), movz(Reg.X0, 2, 0));
                exitGroup(code);
            }));
            machine.start();
            inside.await();
            Thread waiter = new Thread(machine::synchronizeCpus, "waiter");
            waiter.start();
            while (waiter.getState() != Thread.State.WAITING) {
                assertTrue(waiter.isAlive(), "returned too early");
                Thread.onSpinWait();
            }
            leave.countDown();
            waiter.join();
            assertEquals(2, machine.join());
        }
    }

    @Test
    void aCpuInsideAHostCallIsNotWaitedFor() throws IOException, InterruptedException {
        try (SimMachine machine = Guests.quiet(1)) {
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch leave = new CountDownLatch(1);
            long gate = machine.mapHostCall(cpu -> {
                inside.countDown();
                awaitUninterrupted(leave);
            });
            machine.cpu(0).setPc(Guests.place(machine, code -> {
                code.emit(mov(Reg.X9, gate)).emit(blr(Reg.X9)).emit(movz(Reg.X0, 5, 0));
                exitGroup(code);
            }));
            machine.start();
            inside.await();
            machine.synchronizeCpus();
            leave.countDown();
            assertEquals(5, machine.join());
        }
    }

    @Test
    void itMayBeCalledFromWithinAHostCallOnEachCpuAtOnce() throws IOException {
        try (SimMachine machine = Guests.quiet(2)) {
            AtomicInteger calls = new AtomicInteger();
            long gate = machine.mapHostCall(cpu -> {
                machine.synchronizeCpus();
                cpu.setX(1, calls.incrementAndGet() < ROUNDS ? 1 : 0);
            });
            for (int id = 0; id < 2; id++) {
                machine.cpu(id).setPc(Guests.place(machine, code -> {
                    code.emit(mov(Reg.X9, gate));
                    Assembler.Label again = code.label("again");
                    code.bind(again)
                            .emit(blr(Reg.X9))
                            .emit((from, to) -> Branches.cbnz(Reg.X1, from, to), again)
                            .emit(movz(Reg.X0, 9, 0), movz(Reg.X8, 93, 0), svc(0));
                }));
            }
            assertEquals(9, machine.run());
            assertTrue(calls.get() >= ROUNDS);
        }
    }

    /** CPUs that end while somebody waits for them must not be waited for for ever. */
    @Test
    void cpusThatExitMeanwhileAreNotMissed() throws IOException {
        for (int round = 0; round < 30; round++) {
            try (SimMachine machine = SimMachine.builder(Guests.elf("vfs.elf"))
                    .cpus(2)
                    .stdout(OutputStream.nullOutputStream())
                    .build()) {
                machine.start();
                while (machine.isRunning()) {
                    machine.synchronizeCpus();
                }
                assertEquals(0, machine.join());
            }
        }
    }

    static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
