package org.jftrace.fprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jftrace.Filter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RACES.md R8: whatever goes wrong, of the calls each exits, is missed or was declined. */
class FaultsTest {
    private static final Filter F0 = Filter.name("f0");

    private final LightGuest guest = new LightGuest();
    private final Tally tally = new Tally(guest.ftrace, F0);
    private final FprobeRegistration[] self = new FprobeRegistration[1];

    @AfterEach
    void close() {
        guest.close();
    }

    private void callThrice() {
        for (int i = 0; i < 3; i++) {
            guest.call(0);
        }
    }

    @Test
    void anEntryHandlerThatThrowsHasDeclined() {
        FprobeRegistration probe = guest.fprobes.register(
                tally.counting("throws")
                        .maxActive(1)
                        .entry((ip, returnAddress, regs, data) -> {
                            if (tally.entries++ == 1) {
                                throw new IllegalStateException("on purpose");
                            }
                            return 0;
                        })
                        .build(),
                F0);
        callThrice();
        tally.check(probe, 3, 2, 0, 1);
        assertEquals(1, probe.errors());
    }

    @Test
    void anExitHandlerThatThrowsHasExited() {
        FprobeRegistration probe = guest.fprobes.register(
                tally.counting("throws")
                        .maxActive(1)
                        .exit((ip, returnAddress, regs, data) -> {
                            tally.exits++;
                            throw new IllegalStateException("on purpose");
                        })
                        .build(),
                F0);
        callThrice();
        tally.check(probe, 3, 3, 0, 0);
        assertEquals(3, probe.errors());
    }

    /** The call that ends the probe is hooked, and returns past it. */
    @Test
    void anEntryHandlerThatEndsItsOwnProbeMissesTheExit() {
        self[0] = guest.fprobes.register(
                tally.counting("self")
                        .entry((ip, returnAddress, regs, data) -> {
                            self[0].close();
                            return 0;
                        })
                        .build(),
                F0);
        guest.call(0);
        tally.check(self[0], 1, 0, 1, 0);
        guest.call(0);
        assertEquals(1, self[0].missed());
        assertEquals(0, tally.exits);
    }

    @Test
    void anExitHandlerThatEndsItsOwnProbeIsItsLast() {
        self[0] = guest.fprobes.register(
                tally.counting("self")
                        .exit((ip, returnAddress, regs, data) -> {
                            tally.exits++;
                            self[0].close();
                        })
                        .build(),
                F0);
        guest.call(0);
        tally.check(self[0], 1, 1, 0, 0);
        guest.call(0);
        assertEquals(1, tally.exits);
        assertEquals(1, tally.entries);
    }

    @Test
    void aTaskThatDiesInsideIsMissedOnceItIsFlushed() {
        FprobeRegistration probe =
                guest.fprobes.register(tally.counting("dies").maxActive(1).build(), F0);
        guest.call(0);
        guest.breakBody(0);
        assertThrows(IllegalStateException.class, () -> guest.call(0));
        assertEquals(0, probe.missed());
        guest.rethooks.flush(guest.machine.cpu(0));
        tally.check(probe, 2, 1, 1, 0);
        assertThrows(IllegalStateException.class, () -> guest.call(0));
        assertEquals(3, tally.entries, "the node of the dead call is free again");
        guest.rethooks.flush(guest.machine.cpu(0));
        tally.check(probe, 3, 1, 2, 0);
    }

    /**
     * One level of recursion is taken for a change of context, as in the kernel; the next is missed. Nobody else traces f1: the
     * list would not have come as far as the probe.
     */
    @Test
    void recursionThroughTheProbedFunctionIsMissed() {
        FprobeRegistration probe = guest.fprobes.register(
                tally.counting("recursive")
                        .entry((ip, returnAddress, regs, data) -> {
                            tally.entries++;
                            tally.calls++;
                            guest.callFromHandler(1);
                            return 0;
                        })
                        .build(),
                Filter.name("f1"));
        tally.calls++;
        guest.call(1);
        assertEquals(2, tally.entries);
        tally.check(probe, 3, 2, 1, 0);
    }

    @Test
    void recursionFromTheExitHandlerIsMissedToo() {
        FprobeRegistration probe = guest.fprobes.register(
                tally.counting("recursive")
                        .exit((ip, returnAddress, regs, data) -> {
                            tally.exits++;
                            guest.callFromHandler(0);
                        })
                        .build(),
                F0);
        guest.call(0);
        tally.check(probe, 3, 2, 1, 0);
    }
}
