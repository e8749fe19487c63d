package org.jftrace.spi.testkit.code;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.testkit.Background;
import org.jftrace.spi.testkit.Conformance;
import org.junit.jupiter.api.Test;

/** Patches become visible with {@link org.jftrace.spi.Machine#synchronizeCpus}, and it waits for no host call. */
public interface SynchronizationConformance extends Conformance {
    /** How often code is patched under a running CPU. */
    int PATCHES = 200;

    @Override
    ExecutingMachine open() throws Exception;

    /**
     * A CPU that does not run has nothing to hold on to.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void patchedCodeIsExecutedByTheNextCall() throws Exception {
        try (ExecutingMachine on = open()) {
            long code = GuestCode.place(on, GuestCode.CONSTANT);
            assertEquals(1, on.call(code));
            for (int n = 2; n <= PATCHES; n++) {
                on.memory().patchWord(code, GuestCode.RESULT | n << 5);
                on.machine().synchronizeCpus();
                assertEquals(n, on.call(code));
            }
        }
    }

    /**
     * A loop that does nothing else takes notice at once.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aRunningCpuExecutesTheNewWordAfterIt() throws Exception {
        try (ExecutingMachine on = open()) {
            CodeMemory memory = on.memory();
            long code = GuestCode.place(on, GuestCode.REPORTER);
            long value = RunningCode.cells(on);
            try (RunningCode running = RunningCode.startWriting(on, code)) {
                running.until("the guest runs", () -> memory.readLongAcquire(value + 8) > 1000);
                for (int n = 2; n <= PATCHES; n++) {
                    memory.patchWord(code + GuestCode.REPORTED, GuestCode.REPORT | n << 5);
                    on.machine().synchronizeCpus();
                    // The turn that was under way may write the old value.
                    long later = memory.readLongAcquire(value + 8) + 2;
                    running.until("two more turns", () -> memory.readLongAcquire(value + 8) >= later);
                    assertEquals(n, memory.readLong(value), "after the second turn");
                }
                running.result();
            }
        }
    }

    /**
     * Nothing is left of what was in a block before.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void newCodeInAnOldBlockIsExecuted() throws Exception {
        try (ExecutingMachine on = open()) {
            for (int n = 1; n <= PATCHES; n++) {
                int[] words = {GuestCode.RESULT | n << 5, GuestCode.CONSTANT[1]};
                long code = GuestCode.place(on, words);
                assertEquals(n, on.call(code));
                on.memory().free(code);
            }
        }
    }

    /**
     * The end of the host call synchronises that CPU.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aHostCallIsNotWaitedForAndSeesThePatchAfterIt() throws Exception {
        try (ExecutingMachine on = open()) {
            BlockedCall blocked = new BlockedCall(on);
            long gate = blocked.gate();
            long code = GuestCode.place(on, GuestCode.ADDING);
            on.call(code, 0, 0, 0, 0, 0, 0, 0, on.machine().mapHostCall(cpu -> {})); // so that all of it may be cached
            Background<Long> call = Background.start(on, () -> on.call(code, 10, 0, 0, 0, 0, 0, 0, gate));
            blocked.awaitCaller();
            on.memory().patchWord(code + GuestCode.AFTER_CALL, 0x91001400); // add x0, x0, #5
            try {
                Background.within(
                        on, "synchronizeCpus returns", () -> on.machine().synchronizeCpus());
            } finally {
                blocked.release();
            }
            assertEquals(15, call.get("the guest ends"));
        }
    }

    /**
     * Of the CPU that it then does not wait for.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aHostCallMaySynchronize() throws Exception {
        try (ExecutingMachine on = open()) {
            long gate = on.machine().mapHostCall(cpu -> on.machine().synchronizeCpus());
            long code = GuestCode.place(on, GuestCode.ADDING);
            Background<Long> call = Background.start(on, () -> on.call(code, 3, 0, 0, 0, 0, 0, 0, gate));
            assertEquals(4, call.get("the guest ends"));
        }
    }
}
