package org.jftrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.sim.light.CallSiteLayout;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.site.FtraceBug;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each step that a change takes fails once: at a call site that kills tracing, elsewhere it leaves no trace. */
class FaultTest {
    private static final int FUNCTIONS = 4;

    private final List<String> calls = new ArrayList<>();
    private final CapturedLog log = new CapturedLog();
    private LightMachine light = LightMachine.builder().build();
    private WatchedMachine machine = new WatchedMachine(light);

    @AfterEach
    void restoresTheLog() {
        log.close();
    }

    private FtraceCore open() {
        light = LightMachine.builder()
                .layouts(
                        CallSiteLayout.FOUR_TWO,
                        CallSiteLayout.TWO,
                        CallSiteLayout.FOUR_TWO_BTI,
                        CallSiteLayout.FOUR_TWO)
                .build();
        machine = new WatchedMachine(light);
        FtraceCore ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
        light.intercept(ftrace.hostEntry());
        return ftrace;
    }

    private FtraceOps ops(String name, Filter filter) {
        return FtraceOps.of(name, filter, (ip, parentIp, ops, regs) -> calls.add(name));
    }

    private List<String> callAll() {
        calls.clear();
        for (int i = 0; i < FUNCTIONS; i++) {
            light.cpu(0).call(light.function(i));
        }
        return calls;
    }

    private static Errno refusal(Runnable refused) {
        return assertThrows(FtraceException.class, refused::run).errno();
    }

    private static List<Integer> users(FtraceCore ftrace) {
        return ftrace.sites().stream().map(CallSiteInfo::users).toList();
    }

    private static List<List<String>> tracers(FtraceCore ftrace) {
        return ftrace.sites().stream().map(CallSiteInfo::tracers).toList();
    }

    private enum Change {
        REGISTER,
        SET_FILTER,
        UNREGISTER
    }

    /** How many writes fill a handle and a trampoline, before any call site is touched. */
    private int writesBeforeSites() {
        FtraceCore ftrace = open();
        machine.drain();
        ftrace.register(ops("nowhere", Filter.none()));
        return (int) machine.drain().stream()
                .filter(step -> step.startsWith("patch"))
                .count();
    }

    /** Registers f0 and f1, so that every change below has sites to enable, to disable and to modify. */
    private boolean killedBy(Change change, int k, int preparation) {
        FtraceCore ftrace = open();
        Registration a = ftrace.register(ops("a", Filter.name("f0", "f1", "f3")));
        Registration b = ftrace.register(ops("b", Filter.name("f0")));
        FtraceOps c = ops("c", Filter.all());
        List<List<String>> before = tracers(ftrace);
        machine.fail("patch", change == Change.REGISTER ? k + preparation : k);
        switch (change) {
            case REGISTER -> outcome(() -> ftrace.register(c));
            case SET_FILTER -> outcome(() -> a.setFilter(Filter.name("f2", "f1")));
            default -> a.close();
        }
        if (machine.stillToFail()) {
            return false;
        }
        FtraceBug bug = ftrace.bug().orElseThrow();
        assertTrue(
                bug.reason()
                        .contains(bug.site().function() + "@0x"
                                + Long.toHexString(bug.site().ip())),
                bug.reason());
        assertEquals(1, log.linesWith(bug.reason()));
        assertEquals(List.of(), callAll());
        assertEquals(Errno.ENODEV, refusal(() -> ftrace.register(ops("d", Filter.all()))));
        assertEquals(Errno.ENODEV, refusal(() -> b.setFilter(Filter.all())));
        if (change != Change.UNREGISTER) {
            assertEquals(before, tracers(ftrace));
        }
        assertEquals(tracers(ftrace).stream().map(List::size).toList(), users(ftrace));
        a.close();
        b.close();
        assertEquals(List.of(0, 0, 0, 0), users(ftrace));
        ftrace.close();
        assertEquals(List.of(), callAll());
        return true;
    }

    private void outcome(Runnable change) {
        try {
            change.run();
            assertTrue(machine.stillToFail());
        } catch (FtraceException refused) {
            assertEquals(Errno.ENODEV, refused.errno());
        }
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void aSiteThatCannotBeWrittenKillsTracingWhicheverWriteFails(Change change) {
        int preparation = writesBeforeSites();
        int k = 1;
        while (killedBy(change, k, preparation)) {
            k++;
        }
        // f1: the BL only, f3: the literal only, f2: literal and BL. Else f3 and f1 become NOPs.
        int writes = change == Change.SET_FILTER ? 5 : 4;
        assertEquals(writes, k - 1);
    }

    @Test
    void noMemoryForARegistrationLeavesNoTrace() {
        FtraceCore ftrace = open();
        long bytes = light.allocatedBytes();
        int gates = light.mappedGates();
        FtraceOps a = ops("a", Filter.all());
        for (int k = 1; k <= 3; k++) {
            machine.fail("take", k);
            assertEquals(Errno.ENOMEM, refusal(() -> ftrace.register(a)));
            assertFalse(machine.stillToFail());
            assertEquals(bytes, light.allocatedBytes());
            assertEquals(gates, light.mappedGates());
            assertEquals(List.of(0, 0, 0, 0), users(ftrace));
            assertEquals(List.of(), callAll());
        }
        machine.fail("patch", 1);
        assertEquals(Errno.EFAULT, refusal(() -> ftrace.register(a)));
        assertEquals(bytes, light.allocatedBytes());
        assertEquals(gates, light.mappedGates());
        assertTrue(ftrace.bug().isEmpty());
        ftrace.register(a);
        assertEquals(List.of("a", "a", "a", "a"), callAll());
        ftrace.close();
    }

    @Test
    void aFailedStartLeavesNothingAllocatedWhicheverStepFails() {
        for (String step : List.of("take", "patch")) {
            for (int k = 1; ; k++) {
                light = LightMachine.builder()
                        .layouts(CallSiteLayout.FOUR_TWO, CallSiteLayout.TWO)
                        .build();
                machine = new WatchedMachine(light);
                Arm64Port port = Arm64Port.on(machine);
                long bytes = light.allocatedBytes();
                machine.fail(step, k);
                try {
                    FtraceCore.open(machine, port).close();
                } catch (FtraceException refused) {
                    assertFalse(machine.stillToFail());
                }
                assertEquals(bytes, light.allocatedBytes(), step + " " + k);
                assertEquals(0, light.mappedGates());
                if (machine.stillToFail()) {
                    break;
                }
            }
        }
    }

    @Test
    void textThatChangedBehindOurBackKillsTracingAndIsNamed() {
        FtraceCore ftrace = open();
        Registration a = ftrace.register(ops("a", Filter.all()));
        int movX0 = 0xd2800000;
        light.memory().patchWord(light.ip(2), movX0);
        a.close();
        FtraceBug bug = ftrace.bug().orElseThrow();
        assertEquals(light.ip(2), bug.site().ip());
        assertEquals("f2", bug.site().function());
        assertEquals(OptionalInt.of(movX0), bug.found());
        assertTrue(
                bug.reason().matches("MAKE_NOP f2@.*expected 94.* \\(bl 0x.*found d2800000 \\(mov x0.*"), bug.reason());
        assertEquals(movX0, light.memory().readWord(light.ip(2)));
        light.cpu(0).call(light.function(0));
        light.cpu(0).call(light.function(1));
        assertEquals(List.of(), calls);
    }

    @Test
    void noCallbackRunsEvenIfNothingCanBeWrittenAnyMore() {
        FtraceCore ftrace = open();
        Registration a = ftrace.register(ops("a", Filter.all()));
        ftrace.register(ops("b", Filter.name("f0", "f1")));
        machine.watch(step -> {
            if (step.startsWith("patch")) {
                throw new FtraceException(Errno.EFAULT, "read-only");
            }
        });
        assertEquals(Errno.ENODEV, refusal(() -> a.setFilter(Filter.name("f1"))));
        assertTrue(ftrace.bug().isPresent());
        assertEquals(List.of(), callAll());
    }
}
