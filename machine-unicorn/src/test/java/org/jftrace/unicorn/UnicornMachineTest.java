package org.jftrace.unicorn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jftrace.spi.MachineClosedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnicornMachineTest {
    private static final int LOOP = 0x14000000; // b .

    private final UnicornMachine machine;

    UnicornMachineTest() throws IOException {
        machine = UnicornMachine.load(Path.of("..", "samples", "guest", "vfs.elf"), OutputStream.nullOutputStream());
    }

    @AfterEach
    void close() {
        machine.close();
    }

    private long forEver() {
        long loop = machine.memory().allocateCode(16, machine.symbols().text());
        machine.memory().patchWord(loop, LOOP);
        machine.synchronizeCpus();
        return loop;
    }

    @Test
    void closingEndsACallThatWouldNeverEnd() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        long loop = forEver();
        long gate = machine.mapHostCall(cpu -> {
            inside.countDown();
            cpu.setX(30, loop);
        });
        FutureTask<Long> call = new FutureTask<>(() -> machine.call(gate));
        Thread thread = new Thread(call, "guest");
        thread.setDaemon(true);
        thread.start();
        assertTrue(inside.await(30, TimeUnit.SECONDS));
        assertThrows(IllegalStateException.class, () -> machine.call(loop));
        machine.close();
        ExecutionException ended = assertThrows(ExecutionException.class, () -> call.get(30, TimeUnit.SECONDS));
        assertInstanceOf(MachineClosedException.class, ended.getCause());
    }

    @Test
    void aFaultNamesTheAddressAndLeavesTheMachineUsable() {
        long strlen = machine.address("strlen").orElseThrow();
        UnicornFault fault = assertThrows(UnicornFault.class, () -> machine.call(strlen, 0x1230));
        assertTrue(String.valueOf(fault.getMessage()).contains("0x1230"), fault.getMessage());
        assertEquals(
                "strlen", machine.symbols().containing(fault.pc()).orElseThrow().name());
        assertEquals(9, machine.call(machine.address("ackermann").orElseThrow(), 2, 3));
    }

    @Test
    void whatAHostCallThrowsIsTheCause() {
        RuntimeException thrown = new IllegalStateException("not today");
        long gate = machine.mapHostCall(cpu -> {
            throw thrown;
        });
        UnicornFault fault = assertThrows(UnicornFault.class, () -> machine.call(gate));
        assertSame(thrown, fault.getCause());
        assertEquals(gate, fault.pc());
    }
}
