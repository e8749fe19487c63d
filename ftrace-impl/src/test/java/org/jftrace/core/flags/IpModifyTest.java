package org.jftrace.core.flags;

import static org.jftrace.core.sparse.Calls.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceOps;
import org.jftrace.OpsFlag;
import org.jftrace.Registration;
import org.jftrace.core.sparse.Calls;
import org.jftrace.core.sparse.SparseMachine;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.site.SiteFlag;
import org.junit.jupiter.api.Test;

/** A function has at most one tracer that may change where it goes on. */
class IpModifyTest {
    private final SparseMachine machine = new SparseMachine("LLL");
    private final Ftrace ftrace = machine.core();
    private final Calls calls = new Calls(machine);

    private FtraceOps modifying(String name, Filter filter) {
        return calls.ops(name, filter, OpsFlag.IPMODIFY);
    }

    private CallSiteInfo site(int i) {
        return ftrace.site(machine.ip(machine.symbols(), i)).orElseThrow();
    }

    private Set<SiteFlag> flags(int i) {
        return site(i).flags();
    }

    private void refusedWithBusyAndNothingChanged(Runnable change) {
        List<CallSiteInfo> sites = ftrace.sites();
        List<String> traced = calls.of(machine.symbols());
        long bytes = machine.allocatedBytes();
        int gates = machine.mappedGates();
        machine.watch(step -> assertFalse(step.startsWith("patch word"), step));
        assertEquals(Errno.EBUSY, refusal(change));
        machine.watch(step -> {});
        assertEquals(sites, ftrace.sites());
        assertEquals(traced, calls.of(machine.symbols()));
        assertEquals(bytes, machine.allocatedBytes());
        assertEquals(gates, machine.mappedGates());
    }

    @Test
    void aSecondOneOnTheSameFunctionIsBusyHoweverItComesThere() {
        ftrace.register(modifying("a", Filter.name("f0")));
        refusedWithBusyAndNothingChanged(() -> ftrace.register(modifying("b", Filter.name("f1", "f0"))));
        Registration b = ftrace.register(modifying("b", Filter.name("f1")));
        refusedWithBusyAndNothingChanged(() -> b.setFilter(Filter.name("f2", "f0")));
        refusedWithBusyAndNothingChanged(() -> b.widen(Filter.name("f2", "f0")));
        assertEquals("=f1", b.filter().toString());
        assertArrayEquals(new long[] {machine.ip(machine.symbols(), 1)}, b.selected());
        b.setFilter(Filter.name("f2"));
        assertEquals(List.of("a:f0", "b:f2"), calls.of(machine.symbols()));
    }

    @Test
    void aSubordinatesManagerIsBusyToo() {
        ftrace.register(modifying("a", Filter.name("f0")));
        FtraceOps manager = modifying("manager", Filter.none());
        refusedWithBusyAndNothingChanged(
                () -> ftrace.registerSubOps(manager, calls.ops("sub", Filter.name("f1", "f0"))));
        Registration sub = ftrace.registerSubOps(manager, calls.ops("sub", Filter.name("f1")));
        refusedWithBusyAndNothingChanged(() -> sub.widen(Filter.name("f0")));
        refusedWithBusyAndNothingChanged(() -> ftrace.registerSubOps(manager, calls.ops("more", Filter.name("f0"))));
        sub.close();
        assertEquals(List.of("a:f0"), calls.of(machine.symbols()));
        ftrace.register(manager).close(); // it manages nobody any more
    }

    @Test
    void tracersThatModifyNothingShareAFunctionWithOneThatDoes() {
        ftrace.register(calls.ops("plain", Filter.name("f0")));
        Registration a = ftrace.register(modifying("a", Filter.name("f0")));
        ftrace.register(calls.ops("more", Filter.name("f0")));
        assertEquals(List.of("more:f0", "a:f0", "plain:f0"), calls.of(machine.symbols()));
        assertTrue(flags(0).contains(SiteFlag.IPMODIFY));
        a.close();
        assertFalse(flags(0).contains(SiteFlag.IPMODIFY));
    }

    @Test
    void theFunctionIsFreeAgainOnceTheFirstIsGone() {
        Registration a = ftrace.register(modifying("a", Filter.name("f0", "f1")));
        a.narrow(Filter.name("f1"));
        ftrace.register(modifying("b", Filter.name("f1")));
        a.close();
        ftrace.register(modifying("c", Filter.name("f0")));
        assertEquals(List.of("c:f0", "b:f1"), calls.of(machine.symbols()));
    }

    @Test
    void selectingAllIsRefusedAtRegistrationAndAsAFilter() {
        assertEquals(Errno.EINVAL, refusal(() -> ftrace.register(modifying("a", Filter.all()))));
        assertEquals(
                Errno.EINVAL,
                refusal(() -> ftrace.register(modifying("a", Filter.all().except("f0")))));
        Registration a = ftrace.register(modifying("a", Filter.name("f0")));
        assertEquals(Errno.EINVAL, refusal(() -> a.setFilter(Filter.all())));
        assertEquals(List.of("a:f0"), calls.of(machine.symbols()));
        assertEquals(Set.of(), flags(1));
    }

    @Test
    void thatAFunctionWasModifiedStaysKnown() {
        Registration a = ftrace.register(modifying("a", Filter.name("f0")));
        assertEquals(
                Set.of(SiteFlag.ENABLED, SiteFlag.IPMODIFY, SiteFlag.CALL_OPS, SiteFlag.MODIFIED, SiteFlag.TOUCHED),
                flags(0));
        a.close();
        assertEquals(Set.of(SiteFlag.MODIFIED, SiteFlag.TOUCHED), flags(0));
        ftrace.register(calls.ops("b", Filter.name("f0")));
        assertEquals(Set.of(SiteFlag.ENABLED, SiteFlag.CALL_OPS, SiteFlag.MODIFIED, SiteFlag.TOUCHED), flags(0));
    }

    @Test
    void whatWasRegisteredWhileTracingIsOffModifiedNothing() {
        ftrace.setEnabled(false);
        ftrace.register(modifying("a", Filter.name("f0"))).close();
        ftrace.setEnabled(true);
        assertEquals(Set.of(), flags(0));
    }
}
