package org.jftrace.sim;

import static org.jftrace.arm64.a64.emit.Branches.ret;
import static org.jftrace.arm64.a64.emit.SystemInstructions.NOP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jftrace.arm64.a64.emit.Assembler;
import org.jftrace.arm64.a64.emit.Branches;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.MachineClosedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CloseTest {
    private static long forEver(SimMachine machine) {
        return Guests.place(machine, code -> {
            Assembler.Label again = code.label("again");
            code.bind(again).emit(Branches::b, again);
        });
    }

    @Test
    void runningCpusAreStopped() throws IOException {
        SimMachine machine = Guests.quiet(2);
        machine.cpu(0).setPc(forEver(machine));
        machine.cpu(1).setPc(forEver(machine));
        machine.start();
        assertTrue(machine.isRunning());
        machine.close();
        assertFalse(machine.isRunning());
        assertThrows(MachineClosedException.class, machine::join);
        long after = machine.instructions();
        machine.close();
        assertEquals(after, machine.instructions());
    }

    @Test
    void aCallOnAnotherThreadIsEndedToo() throws IOException, InterruptedException {
        SimMachine machine = Guests.quiet(1);
        CountDownLatch inside = new CountDownLatch(1);
        Throwable[] thrown = new Throwable[1];
        long gate = machine.mapHostCall(cpu -> {
            inside.countDown();
            cpu.setX(30, forEver(machine));
        });
        Thread caller = new Thread(() -> thrown[0] = assertThrows(Throwable.class, () -> machine.call(gate)));
        caller.start();
        inside.await();
        machine.close();
        caller.join();
        assertEquals(MachineClosedException.class, thrown[0].getClass());
    }

    @Test
    void aHostCallMayCloseTheMachineItRunsOn() throws IOException {
        SimMachine machine = Guests.quiet(2);
        machine.cpu(1).setPc(forEver(machine));
        long gate = machine.mapHostCall(cpu -> machine.close());
        machine.cpu(0).setPc(gate);
        assertThrows(MachineClosedException.class, machine::run);
        assertTrue(machine.isClosed());
    }

    @Test
    void afterwardsWritingIsRefusedAndReadingIsNot() throws IOException {
        SimMachine machine = Guests.quiet(1);
        long code = Guests.place(machine, assembler -> assembler.emit(ret()));
        machine.close();
        AddressRange text = machine.symbols().text();
        assertThrows(MachineClosedException.class, () -> machine.memory().patchWord(code, NOP));
        assertThrows(MachineClosedException.class, () -> machine.memory().allocateCode(16, text));
        assertThrows(MachineClosedException.class, () -> machine.mapHostCall(cpu -> {}));
        assertThrows(MachineClosedException.class, machine::start);
        assertThrows(MachineClosedException.class, () -> machine.call(code));
        assertThrows(MachineClosedException.class, machine::step);
        assertEquals(ret(), machine.memory().readWord(code));
        machine.synchronizeCpus();
        machine.awaitQuiescence(List.of(text));
    }

    @Test
    void theResultOutlivesTheMachine() throws IOException {
        SimMachine machine = Guests.quiet(2);
        assertEquals(0, machine.run());
        machine.close();
        assertEquals(0, machine.join());
    }

    @Test
    void aProgramIsStartedOnlyOnce() throws IOException {
        try (SimMachine machine = Guests.quiet(1)) {
            assertThrows(IllegalStateException.class, machine::join);
            machine.run();
            assertThrows(IllegalStateException.class, machine::start);
        }
    }
}
