package org.jftrace.spi.testkit.code;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.testkit.Background;
import org.jftrace.spi.testkit.Conformance;
import org.junit.jupiter.api.Test;

/** Who is waited for by {@link org.jftrace.spi.Machine#awaitQuiescence}, and who is not. */
public interface QuiescenceConformance extends Conformance {
    @Override
    ExecutingMachine open() throws Exception;

    /**
     * Until it has left.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aCpuInTheRangeIsWaitedFor() throws Exception {
        try (ExecutingMachine on = open()) {
            long spinner = GuestCode.place(on, GuestCode.SPINNER);
            long framed = GuestCode.place(on, GuestCode.FRAMED);
            try (RunningCode running = RunningCode.start(on, framed, spinner, 0)) {
                waitedFor(on, GuestCode.range(spinner, GuestCode.SPINNER), running);
            }
        }
    }

    /**
     * Its pc is elsewhere, and will come back.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aReturnAddressOnTheStackIsWaitedFor() throws Exception {
        try (ExecutingMachine on = open()) {
            long spinner = GuestCode.place(on, GuestCode.SPINNER);
            long framed = GuestCode.place(on, GuestCode.FRAMED);
            long inner = GuestCode.place(on, GuestCode.INNER);
            try (RunningCode running = RunningCode.start(on, framed, inner, spinner)) {
                waitedFor(on, GuestCode.range(framed, GuestCode.FRAMED), running);
            }
        }
    }

    /**
     * However long it runs.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aCpuThatIsElsewhereIsNotWaitedFor() throws Exception {
        try (ExecutingMachine on = open()) {
            long spinner = GuestCode.place(on, GuestCode.SPINNER);
            long never = GuestCode.place(on, GuestCode.CONSTANT);
            try (RunningCode running = RunningCode.start(on, spinner, 0, 0)) {
                Background.within(
                        on,
                        "awaitQuiescence returns",
                        () -> on.machine().awaitQuiescence(List.of(GuestCode.range(never, GuestCode.CONSTANT))));
                running.result();
            }
        }
    }

    /**
     * It has to be seen while it is out.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aCpuThatKeepsComingBackIsNotWaitedForForEver() throws Exception {
        try (ExecutingMachine on = open()) {
            long visitor = GuestCode.place(on, GuestCode.VISITOR);
            long visited = GuestCode.place(on, GuestCode.COUNTDOWN);
            try (RunningCode running = RunningCode.start(on, visitor, visited, 0)) {
                for (int i = 0; i < 20; i++) {
                    Background.within(
                            on,
                            "awaitQuiescence returns",
                            () -> on.machine().awaitQuiescence(List.of(GuestCode.range(visited, GuestCode.COUNTDOWN))));
                }
                running.result();
            }
        }
    }

    /**
     * And nowhere else.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aHostCallIsWaitedForWhereItReturnsTo() throws Exception {
        try (ExecutingMachine on = open()) {
            BlockedCall blocked = new BlockedCall(on);
            long gate = blocked.gate();
            long code = GuestCode.place(on, GuestCode.ADDING);
            long never = GuestCode.place(on, GuestCode.CONSTANT);
            Background<Long> call = Background.start(on, () -> on.call(code, 0, 0, 0, 0, 0, 0, 0, gate));
            blocked.awaitCaller();
            try {
                Background.within(
                        on,
                        "awaitQuiescence of other code returns",
                        () -> on.machine().awaitQuiescence(List.of(GuestCode.range(never, GuestCode.CONSTANT))));
                Background<Boolean> waiter = waiter(on, GuestCode.range(code, GuestCode.ADDING));
                assertFalse(waiter.hasEnded(), "awaitQuiescence returned while a host call was under way");
                blocked.release();
                waiter.get("awaitQuiescence returns");
            } finally {
                blocked.release();
            }
            call.get("the guest ends");
        }
    }

    /**
     * It would wait for itself.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aHostCallDoesNotWaitForItsOwnCpu() throws Exception {
        try (ExecutingMachine on = open()) {
            long code = GuestCode.place(on, GuestCode.ADDING);
            long gate = on.machine()
                    .mapHostCall(cpu -> on.machine().awaitQuiescence(List.of(GuestCode.range(code, GuestCode.ADDING))));
            Background<Long> call = Background.start(on, () -> on.call(code, 0, 0, 0, 0, 0, 0, 0, gate));
            assertTrue(call.get("the guest ends") != 0);
        }
    }

    private static Background<Boolean> waiter(ExecutingMachine on, AddressRange range) {
        Background<Boolean> waiter = Background.start(on, () -> {
            on.machine().awaitQuiescence(List.of(range));
            return true;
        });
        waiter.untilItWaits();
        return waiter;
    }

    private static void waitedFor(ExecutingMachine on, AddressRange range, RunningCode running) throws Exception {
        Background<Boolean> waiter = waiter(on, range);
        on.machine().synchronizeCpus();
        assertFalse(waiter.hasEnded(), "awaitQuiescence returned while " + range + " was in use");
        running.result();
        waiter.get("awaitQuiescence returns");
    }
}
