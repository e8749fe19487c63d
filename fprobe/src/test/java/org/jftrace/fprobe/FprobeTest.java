package org.jftrace.fprobe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The behaviour of the kernel's own tests of fprobe, executed by the reference machine. */
class FprobeTest {
    private final Guest guest = new Guest();
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void close() {
        guest.close();
    }

    private Fprobe.Builder noting(String name) {
        return Fprobe.builder(name)
                .entry((ip, returnAddress, regs, data) -> {
                    log.add(name + " in " + regs.argument(0) + " " + regs.argument(1));
                    return 0;
                })
                .exit((ip, returnAddress, regs, data) -> log.add(name + " out " + regs.returnValue()));
    }

    private static Errno refusal(Runnable refused) {
        return assertThrows(FtraceException.class, refused::run).errno();
    }

    @Test
    void anEntryHandlerAloneRunsAtEachEntry() {
        Fprobe probe = Fprobe.builder("entry")
                .entry((ip, returnAddress, regs, data) -> {
                    assertEquals(guest.ip("ackermann"), ip);
                    assertEquals(0, data.length);
                    log.add("in " + regs.argument(1));
                    return 0;
                })
                .build();
        FprobeRegistration registration = guest.fprobes.register(probe, Guest.ACKERMANN);
        assertEquals(2, guest.ackermann(0, 1));
        assertEquals(List.of("in 1"), log);
        registration.close();
        assertEquals(2, guest.ackermann(0, 1));
        assertEquals(1, log.size());
    }

    /** RACES.md R5. */
    @Test
    void theLastProbeOfAFunctionLeavesNothingThere() {
        int asCompiled = guest.machine.memory().readWord(guest.ip("ackermann"));
        FprobeRegistration one =
                guest.fprobes.register(noting("one").build(), Guest.ACKERMANN.and(Filter.name("vfs_open")));
        FprobeRegistration last = guest.fprobes.register(noting("last").build(), Guest.ACKERMANN);
        one.close();
        assertEquals(1, guest.ftrace.site(guest.ip("ackermann")).orElseThrow().users());
        last.close();
        assertEquals(0, guest.ftrace.site(guest.ip("ackermann")).orElseThrow().users());
        assertEquals(asCompiled, guest.machine.memory().readWord(guest.ip("ackermann")));
        guest.ackermann(0, 1);
        assertEquals(List.of(), log);
        assertEquals(0, last.missed());
    }

    /** Of the two calls that ackermann makes of itself gcc turns the outer one into a loop. */
    @Test
    void entryAndExitEncloseTheCallRecursionIncluded() {
        guest.fprobes.register(noting("p").build(), Guest.ACKERMANN);
        assertEquals(3, guest.ackermann(1, 1));
        assertEquals(List.of("p in 1 1", "p in 1 0", "p out 2", "p out 3"), log);
    }

    @Test
    void theExitSeesAndReplacesTheResult() {
        guest.fprobes.register(
                Fprobe.builder("replace")
                        .exit((ip, returnAddress, regs, data) -> regs.setReturnValue(regs.returnValue() * 10))
                        .build(),
                Guest.ACKERMANN);
        assertEquals(20, guest.ackermann(0, 1));
    }

    /** RACES.md R4. */
    @Test
    void dataGoesFromEntryToExitOfTheSameCall() {
        guest.fprobes.register(
                Fprobe.builder("data")
                        .data(3)
                        .entry((ip, returnAddress, regs, data) -> {
                            assertEquals(3, data.length);
                            data[0] = regs.argument(0);
                            data[2] = regs.argument(1);
                            return 0;
                        })
                        .exit((ip, returnAddress, regs, data) ->
                                log.add(data[0] + "," + data[2] + " = " + regs.returnValue()))
                        .build(),
                Guest.ACKERMANN);
        guest.ackermann(0, 7);
        guest.ackermann(0, 8);
        assertEquals(List.of("0,7 = 8", "0,8 = 9"), log);
    }

    @Test
    void anEntryHandlerDeclinesTheExit() {
        FprobeRegistration registration = guest.fprobes.register(
                Fprobe.builder("decline")
                        .entry((ip, returnAddress, regs, data) -> (int) (regs.argument(1) & 1))
                        .exit((ip, returnAddress, regs, data) -> log.add("out " + regs.returnValue()))
                        .build(),
                Guest.ACKERMANN);
        guest.ackermann(0, 1);
        guest.ackermann(0, 2);
        assertEquals(List.of("out 3"), log);
        assertEquals(0, registration.missed());
    }

    /** RACES.md R7. */
    @Test
    void functionsAreGivenByGlobNamesAndAddressesAllOrNothing() {
        Fprobe probe = noting("p").build();
        FprobeRegistration glob =
                guest.fprobes.register(probe, Filter.glob("vfs_*").except("vfs_open"));
        guest.machine.call("vfs_close", -1);
        assertEquals(2, log.size());
        assertEquals(0, guest.ftrace.site(guest.ip("vfs_open")).orElseThrow().users());
        glob.close();
        guest.fprobes.register(probe, Filter.ip(guest.ip("ackermann"))).close();
        assertEquals(Errno.EINVAL, refusal(() -> guest.fprobes.register(probe, Filter.name("ackermann", "nothing"))));
        assertEquals(0, guest.ftrace.site(guest.ip("ackermann")).orElseThrow().users());
        log.clear();
        guest.ackermann(0, 1);
        assertEquals(List.of(), log);
    }

    @Test
    void wrongSizesAreRefused() {
        Fprobe negative = noting("n").data(-1).build();
        assertEquals(Errno.EINVAL, refusal(() -> guest.fprobes.register(negative, Guest.ACKERMANN)));
        Fprobe few = noting("n").maxActive(-1).build();
        assertEquals(Errno.EINVAL, refusal(() -> guest.fprobes.register(few, Guest.ACKERMANN)));
        assertThrows(IllegalStateException.class, Fprobe.builder("none")::build);
    }

    @Test
    void disabledItCallsNobodyAndTracesOnOnceEnabled() {
        FprobeRegistration registration = guest.fprobes.register(noting("p").build(), Guest.ACKERMANN);
        registration.disable();
        assertTrue(registration.isDisabled());
        guest.ackermann(0, 1);
        assertEquals(List.of(), log);
        registration.enable();
        guest.ackermann(0, 1);
        assertEquals(List.of("p in 0 1", "p out 2"), log);
    }

    @Test
    void severalProbesOnOneFunctionNest() {
        guest.fprobes.register(noting("a").build(), Guest.ACKERMANN);
        FprobeRegistration b = guest.fprobes.register(noting("b").build(), Guest.ACKERMANN);
        assertEquals(2, guest.ackermann(0, 1));
        assertEquals(List.of("b in 0 1", "a in 0 1", "a out 2", "b out 2"), log);
        b.close();
        log.clear();
        assertEquals(2, guest.ackermann(0, 1));
        assertEquals(List.of("a in 0 1", "a out 2"), log);
    }

    @Test
    void aPoolOfOneMissesWhatNests() {
        Tally tally = new Tally(guest.ftrace, Guest.ACKERMANN);
        FprobeRegistration registration =
                guest.fprobes.register(tally.counting("one").maxActive(1).build(), Guest.ACKERMANN);
        assertEquals(9, guest.ackermann(2, 3));
        assertTrue(registration.missed() > 0);
        tally.check(registration, tally.calls, tally.entries, tally.calls - tally.entries, 0);
    }

    @Test
    void aHandlerThatThrowsHarmsNobody() {
        FprobeRegistration registration = guest.fprobes.register(
                Fprobe.builder("failing")
                        .entry((ip, returnAddress, regs, data) -> {
                            if (regs.argument(1) == 1) {
                                throw new IllegalStateException("entry, on purpose");
                            }
                            return 0;
                        })
                        .exit((ip, returnAddress, regs, data) -> {
                            throw new IllegalStateException("exit, on purpose");
                        })
                        .build(),
                Guest.ACKERMANN);
        assertEquals(2, guest.ackermann(0, 1));
        assertEquals(3, guest.ackermann(0, 2));
        assertEquals(2, registration.errors());
    }

    @Test
    void aHandlerEndsItsOwnProbe() {
        FprobeRegistration[] self = new FprobeRegistration[1];
        self[0] = guest.fprobes.register(
                Fprobe.builder("self")
                        .entry((ip, returnAddress, regs, data) -> 0)
                        .exit((ip, returnAddress, regs, data) -> {
                            log.add("out");
                            self[0].close();
                        })
                        .build(),
                Guest.ACKERMANN);
        assertEquals(9, guest.ackermann(2, 3));
        assertEquals(List.of("out"), log);
        assertEquals(9, guest.ackermann(2, 3));
        assertEquals(List.of("out"), log);
    }

    @Test
    void anAddressThatIsNoCallSiteIsRefused() {
        Fprobe probe = noting("p").build();
        assertEquals(Errno.ENOENT, refusal(() -> guest.fprobes.register(probe, Filter.ip(16))));
        assertArrayEquals(new long[] {guest.ip("ackermann")}, guest.ftrace.select(Guest.ACKERMANN));
    }
}
