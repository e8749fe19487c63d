package org.jftrace.core.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.OpsFlag;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.direct.DirectRegistration;
import org.jftrace.direct.IpModifyPeer;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.site.SiteFlag;
import org.junit.jupiter.api.Test;

/** The words that direct calls leave at call sites, and what is refused. */
class DirectCallsTest {
    private static final long NEAR = 0x1000;
    private static final long REACH = 128 << 20;

    private final LightMachine machine = LightMachine.builder().functions(3).build();
    private final Ftrace ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
    private final List<CallSiteInfo> untouched = ftrace.sites();

    private long target(int n) {
        return machine.ip(0) + NEAR * (n + 1);
    }

    private CallSiteInfo site(int function) {
        return ftrace.site(machine.ip(function)).orElseThrow();
    }

    private OptionalLong branch(int function) {
        int word = machine.memory().readWord(machine.ip(function));
        boolean call = word >>> 26 == 0b100101;
        return call ? OptionalLong.of(machine.ip(function) + ((long) (word << 6) >> 4)) : OptionalLong.empty();
    }

    private DirectRegistration direct(int function, long target) {
        return ftrace.directCalls().register("direct", Filter.name("f" + function), target);
    }

    private FtraceOps ops(String name, Filter filter, OpsFlag... flags) {
        return FtraceOps.builder(name)
                .filter(filter)
                .flags(flags)
                .callback((ip, parentIp, ops, regs) -> {})
                .build();
    }

    private static Errno refusal(Runnable refused) {
        return assertThrows(FtraceException.class, refused::run).errno();
    }

    @Test
    void aSiteAloneBranchesStraightThereAndIsPutBack() {
        DirectRegistration direct = direct(0, target(0));
        assertEquals(OptionalLong.of(target(0)), branch(0));
        assertEquals(OptionalLong.of(target(0)), site(0).target());
        assertEquals(OptionalLong.of(target(0)), ftrace.directCalls().target(machine.ip(0)));
        assertTrue(site(0).flags().contains(SiteFlag.DIRECT));
        direct.close();
        assertEquals(OptionalLong.empty(), branch(0));
        assertEquals(untouched.get(0).users(), site(0).users());
        direct.close();
    }

    @Test
    void withAnotherTracerItGoesThroughTheListAndBack() {
        DirectRegistration direct = direct(0, target(0));
        Registration tracer = ftrace.register(ops("t", Filter.name("f0", "f1")));
        OptionalLong entry = branch(1);
        assertEquals(entry, branch(0), "ftrace_caller");
        tracer.close();
        assertEquals(OptionalLong.of(target(0)), branch(0));
        direct.close();
        assertEquals(OptionalLong.empty(), branch(0));
    }

    /** RACES.md S1: from -128 MiB to +128 MiB - 4. */
    @Test
    void aTargetOutOfReachIsLeftToTheOpsDirectField() {
        long ip = machine.ip(0);
        for (long distance : new long[] {-REACH, -REACH + 4, REACH - 4}) {
            try (DirectRegistration near = direct(0, ip + distance)) {
                assertEquals(OptionalLong.of(ip + distance), branch(0), near::name);
            }
        }
        OptionalLong entry;
        try (Registration tracer = ftrace.register(ops("t", Filter.name("f0")))) {
            entry = branch(0);
            assertEquals(1, tracer.selected().length);
        }
        for (long distance : new long[] {-REACH - 4, REACH}) {
            try (DirectRegistration far = direct(0, ip + distance)) {
                assertEquals(entry, branch(0), far::name);
                long handle = site(0).ops().orElseThrow().address();
                assertEquals(ip + distance, machine.memory().readLong(handle + 8));
            }
        }
    }

    /** RACES.md C8 and C10. */
    @Test
    void aModifySwapsOneBranchForAnotherAndTouchesNoOtherSite() {
        DirectRegistration one = direct(0, target(0));
        direct(1, target(1));
        one.modify(target(2));
        assertEquals(OptionalLong.of(target(2)), branch(0));
        assertEquals(OptionalLong.of(target(1)), branch(1));
        one.modify(Map.of(machine.ip(2), target(3)));
        assertEquals(OptionalLong.of(target(3)), branch(2));
        one.modify(Map.of(machine.ip(0), 0L));
        assertEquals(OptionalLong.empty(), branch(0));
        assertEquals(Map.of(machine.ip(2), target(3)), one.targets().byIp());
        assertEquals(Errno.EINVAL, refusal(() -> one.modify(Map.of(machine.ip(2), 0L))));
        one.close();
        assertEquals(Errno.ENODEV, refusal(() -> one.modify(target(0))));
    }

    /** RACES.md C5. */
    @Test
    void whatIsRefusedLeavesNothingBehind() {
        long bytes = machine.allocatedBytes();
        int gates = machine.mappedGates();
        DirectRegistration first = direct(0, target(0));
        Filter two = Filter.name("f1", "f0");
        assertEquals(Errno.EBUSY, refusal(() -> ftrace.directCalls().register("second", two, target(1))));
        assertEquals(OptionalLong.empty(), branch(1));
        assertEquals(Errno.EINVAL, refusal(() -> ftrace.directCalls().register("all", Filter.all(), target(1))));
        assertEquals(Errno.EINVAL, refusal(() -> direct(1, 0)));
        assertEquals(Errno.EINVAL, refusal(() -> direct(1, target(0) + 2)));
        assertEquals(
                Errno.ENOENT,
                refusal(() -> ftrace.directCalls().register("nowhere", Map.of(64L, target(0)), IpModifyPeer.REFUSES)));
        first.close();
        ftrace.directCalls().register("second", two, target(1)).close();
        ftrace.directCalls().setAllowed(false);
        assertEquals(Errno.ENOTSUPP, refusal(() -> direct(0, target(0))));
        assertEquals(bytes, machine.allocatedBytes());
        assertEquals(gates, machine.mappedGates());
    }

    /** It ends all tracing, too. */
    @Test
    void aModifyThatFindsAnotherWordAtTheSiteLeavesTheTargetsAsTheyWere() {
        DirectRegistration direct = direct(0, target(0));
        machine.memory().patchWord(machine.ip(0), 0);
        refusal(() -> direct.modify(target(1)));
        assertEquals(Map.of(machine.ip(0), target(0)), direct.targets().byIp());
        assertTrue(ftrace.bug().isPresent());
    }

    /** RACES.md C6 and C9: who comes second asks, and is told to ask again a bounded number of times. */
    @Test
    void anIpmodifyTracerSharesAFunctionIfTheOwnerAgrees() {
        DirectRegistration refusing = direct(0, target(0));
        FtraceOps patch = ops("patch", Filter.name("f0"), OpsFlag.IPMODIFY);
        long bytes = machine.allocatedBytes();
        assertEquals(Errno.EBUSY, refusal(() -> ftrace.register(patch)));
        assertEquals(bytes, machine.allocatedBytes());
        refusing.close();

        List<String> asked = new ArrayList<>();
        AtomicInteger busy = new AtomicInteger(3);
        DirectRegistration sharing = ftrace.directCalls()
                .register("sharing", Map.of(machine.ip(0), target(0)), (ip, shared) -> {
                    if (shared && busy.getAndDecrement() > 0) {
                        throw new FtraceException(Errno.EAGAIN, "busy");
                    }
                    asked.add(ip == machine.ip(0) ? "f0 " + shared : "?");
                });
        Registration patched = ftrace.register(patch);
        assertEquals(List.of("f0 true"), asked);
        patched.close();
        assertEquals(List.of("f0 true", "f0 false"), asked);

        busy.set(Integer.MAX_VALUE);
        assertEquals(Errno.EAGAIN, refusal(() -> ftrace.register(patch)));
        sharing.close();
        Registration first = ftrace.register(patch);
        assertEquals(Errno.EBUSY, refusal(() -> direct(0, target(0))));
        first.close();
        direct(0, target(0)).close();
    }

    /** RACES.md C6: what a manager gets for a subordinate goes the same way. */
    @Test
    void aManagerThatModifiesAsksTheOwnerToo() {
        FtraceOps manager = ops("manager", Filter.none(), OpsFlag.IPMODIFY);
        DirectRegistration refusing = direct(0, target(0));
        FtraceOps sub = ops("sub", Filter.name("f0"));
        assertEquals(Errno.EBUSY, refusal(() -> ftrace.registerSubOps(manager, sub)));
        refusing.close();
        List<String> asked = new ArrayList<>();
        DirectRegistration sharing = ftrace.directCalls()
                .register("sharing", Map.of(machine.ip(0), target(0)), (ip, shared) -> asked.add("f0 " + shared));
        Registration other = ftrace.registerSubOps(manager, ops("other", Filter.name("f1")));
        Registration patched = ftrace.registerSubOps(manager, sub);
        assertEquals(List.of("f0 true"), asked);
        patched.close();
        assertEquals(List.of("f0 true", "f0 false"), asked);
        other.close();
        sharing.close();
    }

    @Test
    void switchedOffEverySiteIsANopAndThenAsBefore() {
        direct(0, target(0));
        ftrace.setEnabled(false);
        assertEquals(OptionalLong.empty(), branch(0));
        ftrace.setEnabled(true);
        assertEquals(OptionalLong.of(target(0)), branch(0));
    }
}
