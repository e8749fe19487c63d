package org.jftrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.OpsFlag;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.sim.light.LightMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    private static final int NOP = 0xd503201f;

    private final LightMachine machine = LightMachine.builder().functions(4).build();
    private final FtraceCore ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
    private final List<String> calls = new ArrayList<>();

    RegistrationTest() {
        machine.intercept(ftrace.hostEntry());
    }

    @AfterEach
    void everythingIsNopAgain() {
        ftrace.close();
        for (int i = 0; i < 4; i++) {
            assertEquals(NOP, machine.memory().readWord(machine.ip(i)));
        }
    }

    private FtraceOps ops(String name, Filter filter) {
        return FtraceOps.of(
                name,
                filter,
                (ip, parentIp, ops, regs) ->
                        calls.add(name + ":" + ftrace.site(ip).orElseThrow().function()));
    }

    private List<String> callAll() {
        calls.clear();
        for (int i = 0; i < 4; i++) {
            machine.cpu(0).call(machine.function(i));
        }
        return calls;
    }

    private static Errno refusal(Runnable refused) {
        return assertThrows(FtraceException.class, refused::run).errno();
    }

    @Test
    void oneTracerIsCalledForWhatItSelects() {
        try (Registration a = ftrace.register(ops("a", Filter.glob("f[12]")))) {
            assertEquals(List.of("a:f1", "a:f2"), callAll());
            assertEquals("a", a.ops().name());
        }
        assertEquals(List.of(), callAll());
    }

    @Test
    void severalTracersAreCalledTheNewestFirst() {
        Registration a = ftrace.register(ops("a", Filter.glob("f[12]")));
        Registration b = ftrace.register(ops("b", Filter.glob("f[23]")));
        assertEquals(List.of("a:f1", "b:f2", "a:f2", "b:f3"), callAll());
        assertEquals(List.of("b", "a"), ftrace.site(machine.ip(2)).orElseThrow().tracers());
        a.close();
        assertEquals(List.of("b:f2", "b:f3"), callAll());
        b.close();
        assertEquals(List.of(), callAll());
    }

    @Test
    void aFilterCanChangeWhileRegistered() {
        Registration a = ftrace.register(ops("a", Filter.name("f0")));
        a.setFilter(Filter.ip(machine.ip(3), machine.function(0)));
        assertEquals(List.of("a:f0", "a:f3"), callAll());
        a.setFilter(Filter.none());
        assertEquals(List.of(), callAll());
        a.setFilter(Filter.all().except("f1"));
        assertEquals(List.of("a:f0", "a:f2", "a:f3"), callAll());
        a.close();
    }

    @Test
    void theSameOpsTwiceIsBusyAndStaysRegisteredOnce() {
        FtraceOps a = ops("a", Filter.name("f0"));
        Registration registration = ftrace.register(a);
        assertEquals(Errno.EBUSY, refusal(() -> ftrace.register(a)));
        assertEquals(List.of("a:f0"), callAll());
        registration.close();
        registration.close();
        assertEquals(Errno.EBUSY, refusal(() -> ftrace.unregister(a)));
    }

    @Test
    void whatSelectsNothingIsRefusedByName() {
        FtraceException refused =
                assertThrows(FtraceException.class, () -> ftrace.register(ops("a", Filter.glob("f0", "nothing*"))));
        assertEquals(Errno.EINVAL, refused.errno());
        assertTrue(refused.getMessage().contains("\"nothing*\""), refused.getMessage());
        assertEquals(Errno.ENOENT, refusal(() -> ftrace.register(ops("a", Filter.ip(0x10)))));
        assertEquals(0, ftrace.site(machine.ip(0)).orElseThrow().users());
    }

    @Test
    void everyRegisterIsMoreThanThereIs() {
        FtraceOps all = FtraceOps.builder("all")
                .flags(OpsFlag.SAVE_REGS)
                .callback((ip, parentIp, ops, regs) -> {})
                .build();
        assertEquals(Errno.EINVAL, refusal(() -> ftrace.register(all)));
    }

    @Test
    void aClosedMachineOrFtraceTakesNobody() {
        machine.close();
        assertEquals(Errno.ENODEV, refusal(() -> ftrace.register(ops("a", Filter.all()))));
    }

    @Test
    void nothingStaysAllocated() {
        long before = machine.allocatedBytes();
        int gates = machine.mappedGates();
        for (int i = 0; i < 10; i++) {
            ftrace.register(ops("a", Filter.all())).close();
        }
        assertEquals(before, machine.allocatedBytes());
        assertEquals(gates, machine.mappedGates());
    }
}
