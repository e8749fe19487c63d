package org.jftrace.spi.testkit.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.testkit.Background;
import org.jftrace.spi.testkit.Conformance;
import org.jftrace.spi.testkit.MemoryConformance;
import org.junit.jupiter.api.Test;

/** The tracer and a running CPU see each other's data, whole and without being synchronised. */
public interface CoherenceConformance extends Conformance {
    @Override
    ExecutingMachine open() throws Exception;

    /**
     * As every other store is.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aPatchedLongIsSeenByARunningCpu() throws Exception {
        try (ExecutingMachine on = open();
                RunningCode running = RunningCode.start(on, GuestCode.place(on, GuestCode.SPINNER), 0, 0)) {
            assertEquals(1, running.result());
        }
    }

    /**
     * Although it is code to others.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aPatchedLiteralIsLoadedByTheNextCall() throws Exception {
        try (ExecutingMachine on = open()) {
            long literal = GuestCode.place(on, GuestCode.WATCHER);
            long load = GuestCode.place(on, GuestCode.LOAD);
            for (int n = 1; n <= 10; n++) {
                on.memory().patchLong(literal, n);
                assertEquals(n, on.call(load, literal));
            }
        }
    }

    /**
     * By the tracer.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aLongThatAGuestWritesIsNeverSeenHalfWritten() throws Exception {
        try (ExecutingMachine on = open()) {
            CodeMemory memory = on.memory();
            long cell = RunningCode.cells(on);
            try (RunningCode running = RunningCode.startWriting(on, GuestCode.place(on, GuestCode.FLIPPER))) {
                running.until("it is written", () -> memory.readLongAcquire(cell) != 0);
                for (int i = 0; i < MemoryConformance.ROUNDS; i++) {
                    long seen = memory.readLongAcquire(cell);
                    assertTrue(seen == 0 || seen == -1, () -> "0x" + Long.toHexString(seen));
                }
                running.result();
            }
        }
    }

    /**
     * By the guest.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aPatchedLongIsNeverLoadedHalfWritten() throws Exception {
        try (ExecutingMachine on = open()) {
            CodeMemory memory = on.memory();
            long cell = memory.allocateData(8);
            long flag = memory.allocateData(8);
            long code = GuestCode.place(on, GuestCode.WATCHER);
            Background<Long> call = Background.start(on, () -> on.call(code, cell, flag));
            for (int i = 0; i < MemoryConformance.ROUNDS && !call.hasEnded(); i++) {
                memory.patchLong(cell, -(i & 1));
            }
            memory.patchLong(flag, 1);
            assertEquals(0, call.get("the guest ends"), "half of a long was loaded");
        }
    }
}
