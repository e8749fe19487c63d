package org.jftrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.OpsFlag;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.sim.light.CallSiteLayout;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.site.CallSiteInfo;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private final List<String> calls = new ArrayList<>();

    private FtraceOps ops(String name, Filter filter) {
        return FtraceOps.of(name, filter, (ip, parentIp, ops, regs) -> calls.add(name));
    }

    private static FtraceCore open(LightMachine machine) {
        FtraceCore ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
        machine.intercept(ftrace.hostEntry());
        return ftrace;
    }

    private static Errno refusal(Runnable refused) {
        return assertThrows(FtraceException.class, refused::run).errno();
    }

    @Test
    void aClosedMachineCannotBeOpened() {
        LightMachine machine = LightMachine.builder().build();
        Arm64Port port = Arm64Port.on(machine);
        machine.close();
        assertEquals(Errno.ENODEV, refusal(() -> FtraceCore.open(machine, port)));
    }

    @Test
    void whateverStepTheMachineClosesAtARegistrationIsRefusedAndLeavesNoTracer() {
        int closeAt = 0;
        int steps;
        do {
            LightMachine light = LightMachine.builder().functions(3).build();
            WatchedMachine machine = new WatchedMachine(light);
            FtraceCore ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
            Registration before = ftrace.register(ops("before", Filter.name("f0")));
            steps = registerClosingAt(++closeAt, machine, ftrace);
            before.close();
            ftrace.close();
            assertEquals(0, ftrace.site(light.ip(0)).orElseThrow().users());
        } while (steps == closeAt);
        assertEquals(
                8,
                steps); // gate, handle, func, literal of f0, literal and BL of f1 and f2; synchronising comes too late
    }

    /** Returns how many steps were tried. */
    private int registerClosingAt(int step, WatchedMachine machine, FtraceCore ftrace) {
        int[] seen = {0};
        machine.watch(name -> {
            if (!name.equals("synchronize") && !machine.isClosed() && ++seen[0] == step) {
                machine.light().close();
            }
        });
        try {
            ftrace.register(ops("late", Filter.all()));
            machine.light().close();
        } catch (FtraceException refused) {
            assertEquals(Errno.ENODEV, refused.errno());
            assertEquals(
                    List.of("before"),
                    ftrace.site(machine.light().ip(0)).orElseThrow().tracers());
            assertEquals(1, ftrace.site(machine.light().ip(0)).orElseThrow().users());
            for (int untouched = 1; untouched <= 2; untouched++) {
                CallSiteInfo site = ftrace.site(machine.light().ip(untouched)).orElseThrow();
                assertEquals(0, site.users());
                assertFalse(site.enabled(), () -> "closed at step " + step + ": " + site);
            }
        }
        machine.watch(name -> {});
        return seen[0];
    }

    @Test
    void whatWasRegisteredCanBeClosedAfterTheMachine() {
        LightMachine machine = LightMachine.builder().build();
        FtraceCore ftrace = open(machine);
        Registration a = ftrace.register(ops("a", Filter.all()));
        machine.close();
        assertEquals(Errno.ENODEV, refusal(() -> a.setFilter(Filter.none())));
        assertEquals("all", a.filter().toString());
        a.close();
        ftrace.close();
        assertEquals(0, ftrace.sites().get(0).users());
    }

    @Test
    void closingTwiceDoesNothingAndNobodyIsTakenAfterwards() {
        LightMachine machine = LightMachine.builder()
                .layouts(CallSiteLayout.FOUR_TWO, CallSiteLayout.TWO)
                .build();
        Arm64Port port = Arm64Port.on(machine);
        long bytes = machine.allocatedBytes();
        FtraceCore ftrace = FtraceCore.open(machine, port);
        machine.intercept(ftrace.hostEntry());
        Registration a = ftrace.register(ops("a", Filter.all()));
        ftrace.close();
        ftrace.close();
        a.close();
        assertEquals(bytes, machine.allocatedBytes());
        assertEquals(0, machine.mappedGates());
        assertEquals(Errno.ENODEV, refusal(() -> ftrace.register(ops("b", Filter.all()))));
        assertEquals(Errno.ENODEV, refusal(() -> a.setFilter(Filter.all())));
        assertEquals(Errno.EBUSY, refusal(() -> ftrace.unregister(a.ops())));
        machine.cpu(0).call(machine.function(1));
        assertEquals(List.of(), calls);
    }

    @Test
    void anotherFtraceCanFollowOnTheSameMachine() {
        LightMachine machine = LightMachine.builder().build();
        open(machine).close();
        FtraceCore second = open(machine);
        second.register(ops("a", Filter.all()));
        machine.cpu(0).call(machine.function(0));
        assertEquals(List.of("a"), calls);
        second.close();
    }

    @Test
    void ftraceClosedInACallbackKeepsWhatTheCallbackReturnsThrough() {
        LightMachine machine =
                LightMachine.builder().layouts(CallSiteLayout.TWO).build();
        Arm64Port port = Arm64Port.on(machine);
        long bytes = machine.allocatedBytes();
        FtraceCore ftrace = FtraceCore.open(machine, port);
        machine.intercept(ftrace.hostEntry());
        int ranges = port.trampolines().ranges().size();
        ftrace.register(FtraceOps.of("a", Filter.all(), (ip, parentIp, ops, regs) -> {
            ftrace.close();
            calls.add("closed");
            assertEquals(ranges, port.trampolines().ranges().size());
        }));
        machine.cpu(0).call(machine.function(0));
        machine.cpu(0).call(machine.function(0));
        assertEquals(List.of("closed"), calls);
        assertNotEquals(bytes, machine.allocatedBytes());
        ftrace.close();
        assertEquals(bytes, machine.allocatedBytes());
    }

    @Test
    void callbacksMayChangeTracers() {
        LightMachine machine = LightMachine.builder().functions(3).build();
        FtraceCore ftrace = open(machine);
        List<Registration> made = new ArrayList<>();
        made.add(ftrace.register(FtraceOps.of("a", Filter.name("f0", "f1"), (ip, parentIp, ops, regs) -> {
            calls.add("a");
            if (made.size() == 1) {
                made.add(ftrace.register(ops("b", Filter.all())));
                made.get(0).setFilter(Filter.name("f0", "f2"));
                assertThrows(FtraceException.class, () -> ftrace.register(ops));
            } else {
                made.get(0).close();
            }
        })));
        callAll(machine);
        assertEquals(List.of("a", "b", "b", "a"), calls); // f0: a; f1: b; f2: b, and a, which ends itself
        assertEquals(0, made.get(0).errors());
        calls.clear();
        callAll(machine);
        assertEquals(List.of("b", "b", "b"), calls);
        ftrace.close();
    }

    private static void callAll(LightMachine machine) {
        for (long function : machine.symbols().functions().stream()
                .mapToLong(f -> f.address())
                .toArray()) {
            machine.cpu(0).call(function);
        }
    }

    @Test
    void twoMachinesDoNotMeet() {
        LightMachine one = LightMachine.builder().functions(2).build();
        LightMachine two = LightMachine.builder().functions(2).build();
        FtraceCore onOne = open(one);
        FtraceCore onTwo = open(two);
        FtraceOps shared = ops("a", Filter.name("f0"));
        Registration a = onOne.register(shared);
        onTwo.register(shared);
        a.close();
        one.close();
        two.cpu(0).call(two.function(0));
        assertEquals(List.of("a"), calls);
        assertFalse(onOne.site(one.ip(0)).orElseThrow().users() > 0);
        onTwo.close();
    }

    @Test
    void flagsThatAreOnlyWishesAreTaken() {
        LightMachine machine = LightMachine.builder().build();
        FtraceCore ftrace = open(machine);
        ftrace.register(FtraceOps.builder("wish")
                .flags(OpsFlag.SAVE_REGS_IF_SUPPORTED)
                .callback((ip, parentIp, ops, regs) -> calls.add("wish"))
                .build());
        machine.cpu(0).call(machine.function(0));
        assertEquals(List.of("wish"), calls);
        ftrace.close();
    }
}
