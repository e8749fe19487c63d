package org.jftrace.core.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.jftrace.Filter;
import org.jftrace.FtraceCallback;
import org.jftrace.FtraceOps;
import org.jftrace.OpsFlag;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.CapturedLog;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.light.CallSiteLayout;
import org.jftrace.sim.light.LightCpu;
import org.jftrace.sim.light.LightMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** f0 and f1 can name their tracer; f2 has no literal. */
class DispatchTest {
    private final LightMachine machine = LightMachine.builder()
            .layouts(CallSiteLayout.FOUR_TWO, CallSiteLayout.FOUR_TWO_BTI, CallSiteLayout.TWO)
            .build();
    private final FtraceCore ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
    private final LightCpu cpu = machine.cpu(0);
    private final List<String> calls = new ArrayList<>();

    DispatchTest() {
        machine.intercept(ftrace.hostEntry());
    }

    @AfterEach
    void closes() {
        ftrace.close();
    }

    private Registration register(String name, Filter filter, FtraceCallback callback, OpsFlag... flags) {
        return ftrace.register(FtraceOps.builder(name)
                .filter(filter)
                .flags(flags)
                .callback((ip, parentIp, ops, regs) -> {
                    calls.add(name);
                    callback.call(ip, parentIp, ops, regs);
                })
                .build());
    }

    private List<String> call(int function) {
        calls.clear();
        cpu.call(machine.function(function));
        return calls;
    }

    /** Calls on from within itself, four levels deep if it can. */
    private FtraceCallback callsDeeper(int function) {
        return (ip, parentIp, ops, regs) -> {
            if (calls.size() < 4) {
                cpu.call(machine.function(function));
                regs.setLinkRegister(parentIp);
            }
        };
    }

    private static void nothing(long ip, long parentIp, FtraceOps ops, org.jftrace.FtraceRegs regs) {}

    @Test
    void aProtectedCallbackIsEnteredFromWithinItselfOnceAtMost() {
        register("a", Filter.name("f0", "f1"), callsDeeper(1), OpsFlag.RECURSION);
        assertEquals(List.of("a", "a"), call(0));
        assertEquals(List.of("a", "a"), call(0));
    }

    @Test
    void anUnprotectedCallbackIs() {
        register("a", Filter.name("f0", "f1"), callsDeeper(1));
        assertEquals(List.of("a", "a", "a", "a"), call(0));
    }

    @Test
    void theListIsAlwaysProtected() {
        register("c", Filter.name("f0", "f2"), DispatchTest::nothing);
        register("b", Filter.name("f0", "f2"), callsDeeper(0));
        assertEquals(List.of("b", "b", "c", "c"), call(0));
        assertEquals(List.of("b", "b", "c", "c"), call(2));
    }

    @Test
    void protectionIsForTheTaskNotForTheTracer() {
        register(
                "c",
                Filter.name("f0"),
                (ip, parentIp, ops, regs) -> machine.cpu(1).call(machine.function(1)));
        register("a", Filter.name("f0"), callsDeeper(1), OpsFlag.RECURSION);
        register("b", Filter.name("f1"), callsDeeper(1), OpsFlag.RECURSION);
        assertEquals(List.of("a", "b", "c", "b"), call(0));
    }

    private static final class Strange extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void theGuardIsReleasedWhateverIsThrown() {
        List<Throwable> thrown = List.of(
                new IllegalStateException("x"), new AssertionError("x"), new StackOverflowError(), new Strange());
        for (int function = 0; function < 3; function += 2) {
            Registration a = register(
                    "a",
                    Filter.all(),
                    (ip, parentIp, ops, regs) -> sneak(thrown.get((int) registrationErrors())),
                    OpsFlag.RECURSION);
            errorsOf = a;
            for (int i = 1; i <= thrown.size(); i++) {
                assertEquals(List.of("a"), call(function));
                assertEquals(i, a.errors());
                assertEquals(0, cpu.task().traceState().recursion());
            }
            a.close();
        }
    }

    private Registration errorsOf;

    private long registrationErrors() {
        return errorsOf.errors();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void anErrorOfTheJavaMachineGoesOnButLeavesNothingTaken() {
        Registration a = register(
                "a",
                Filter.name("f0"),
                (ip, parentIp, ops, regs) -> {
                    throw new OutOfMemoryError("test");
                },
                OpsFlag.RECURSION);
        assertThrows(OutOfMemoryError.class, () -> call(0));
        assertEquals(0, cpu.task().traceState().recursion());
        assertEquals(0, a.errors());
        a.close();
    }

    @Test
    void errorsAreCountedAndLoggedOnce() {
        try (CapturedLog log = new CapturedLog()) {
            Registration a = register("faulty", Filter.name("f0"), (ip, parentIp, ops, regs) -> {
                throw new IllegalStateException("no good");
            });
            Registration b = register("alsoFaulty", Filter.name("f0"), (ip, parentIp, ops, regs) -> {
                throw new IllegalStateException("nor this");
            });
            for (int i = 0; i < 3; i++) {
                assertEquals(List.of("alsoFaulty", "faulty"), call(0));
            }
            assertEquals(3, a.errors());
            assertEquals(3, b.errors());
            assertEquals(1, log.linesWith("callback of faulty failed at 0x"));
            assertEquals(1, log.linesWith("callback of alsoFaulty failed at 0x"));
        }
    }

    @Test
    void callbacksSeeTheCallAndChangeIt() {
        List<Long> seen = new ArrayList<>();
        register("b", Filter.name("f1"), (ip, parentIp, ops, regs) -> seen.add(regs.argument(0)));
        register("a", Filter.name("f1"), (ip, parentIp, ops, regs) -> {
            seen.addAll(List.of(ip, parentIp, regs.argument(0), regs.argument(7), regs.indirectResult()));
            regs.setArgument(0, 100);
        });
        for (int n = 0; n <= 8; n++) {
            cpu.setX(n, 10 + n);
        }
        call(1);
        assertEquals(List.of(machine.ip(1), machine.caller() + 4, 10L, 17L, 18L, 100L), seen);
        assertEquals(100, cpu.x(0));
        assertEquals(11, cpu.x(1));
    }
}
