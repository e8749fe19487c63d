package org.jftrace.core.changes;

import static org.jftrace.core.sparse.Calls.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.core.sparse.Calls;
import org.jftrace.core.sparse.SparseMachine;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.site.SiteFlag;
import org.jftrace.spi.arch.HostEntry;
import org.junit.jupiter.api.Test;

/** Sites without a literal lead to a trampoline of their only tracer, or to one for the list. f0 and f1 have none. */
class BoundTrampolineTest {
    private static final int POISON = 0x6b6b6b6b;

    private final SparseMachine machine = new SparseMachine("TTL");
    private final Ftrace ftrace = machine.core();
    private final HostEntry hostEntry = machine.core().hostEntry();
    private final Calls calls = new Calls(machine);

    private CallSiteInfo site(int i) {
        return ftrace.site(machine.ip(machine.symbols(), i)).orElseThrow();
    }

    private long branch(int i) {
        long ip = machine.ip(machine.symbols(), i);
        long target = SparseMachine.target(ip, machine.word(ip));
        assertEquals(target, site(i).target().orElseThrow());
        assertTrue(hostEntry.isEntry(target));
        return target;
    }

    private List<String> call() {
        return calls.of(machine.symbols());
    }

    @Test
    void theOnlyTracerOfASiteHasATrampolineOfItsOwn() {
        ftrace.register(calls.ops("a", Filter.name("f0")));
        ftrace.register(calls.ops("b", Filter.name("f1", "f2")));
        assertNotEquals(branch(0), branch(1));
        assertNotEquals(branch(1), branch(2));
        assertTrue(site(0).flags().contains(SiteFlag.TRAMP));
        assertFalse(site(2).flags().contains(SiteFlag.TRAMP));
        assertEquals("a", site(0).ops().orElseThrow().name());
        assertEquals(site(1).ops(), site(2).ops());
        assertEquals(List.of("a:f0", "b:f1", "b:f2"), call());
    }

    @Test
    void withTwoTracersASiteLeadsToTheListAndBackToTheOneThatRemains() {
        Registration a = ftrace.register(calls.ops("a", Filter.name("f0", "f1")));
        long own = branch(0);
        Registration b = ftrace.register(calls.ops("b", Filter.name("f0")));
        long list = branch(0);
        assertNotEquals(own, list);
        assertEquals(own, branch(1));
        assertFalse(site(0).flags().contains(SiteFlag.TRAMP));
        assertTrue(site(0).ops().isEmpty());
        assertEquals(List.of("b:f0", "a:f0", "a:f1"), call());
        Registration c = ftrace.register(calls.ops("c", Filter.name("f0", "f1")));
        assertEquals(list, branch(0));
        assertEquals(list, branch(1));
        c.close();
        assertEquals(own, branch(1));
        a.close();
        assertNotEquals(own, branch(0));
        assertNotEquals(list, branch(0));
        assertEquals(List.of("b:f0"), call());
        b.close();
        assertEquals(SparseMachine.NOP, machine.word(machine.ip(machine.symbols(), 0)));
    }

    @Test
    void aTrampolineIsFreedOnlyOnceNoTaskIsInIt() {
        Registration a = ftrace.register(calls.ops("a", Filter.name("f0")));
        long own = branch(0);
        int first = machine.word(own);
        boolean[] waited = {false};
        machine.watch(step -> {
            if (step.equals("quiesce")) {
                waited[0] = true;
                assertEquals(SparseMachine.NOP, machine.word(machine.ip(machine.symbols(), 0)));
                assertEquals(first, machine.word(own));
            } else if (step.equals("give memory")) {
                assertTrue(waited[0], "freed before anybody waited");
            }
        });
        a.close();
        assertTrue(waited[0]);
        assertEquals(POISON, machine.word(own));
        assertFalse(hostEntry.isEntry(own));
    }

    @Test
    void withoutMemoryForATrampolineNothingIsChangedWhicheverPieceIsMissing() {
        ftrace.register(calls.ops("a", Filter.name("f0", "f2")));
        List<CallSiteInfo> sites = ftrace.sites();
        long bytes = machine.allocatedBytes();
        int gates = machine.mappedGates();
        FtraceOps b = calls.ops("b", Filter.all());
        int k = 1;
        for (machine.fail("take", k); registerFails(b); machine.fail("take", ++k)) {
            assertEquals(sites, ftrace.sites());
            assertEquals(bytes, machine.allocatedBytes());
            assertEquals(gates, machine.mappedGates());
            assertEquals(List.of("a:f0", "a:f2"), call());
        }
        assertEquals(4, k, "a gate, a handle and a trampoline can be missing");
        assertEquals(List.of("b:f0", "a:f0", "b:f1", "b:f2", "a:f2"), call());
    }

    private boolean registerFails(FtraceOps ops) {
        try {
            ftrace.register(ops);
        } catch (FtraceException refused) {
            assertEquals(Errno.ENOMEM, refused.errno());
            return true;
        } finally {
            machine.fail("", 0);
        }
        return false;
    }

    @Test
    void aModuleWithoutLiteralsGivesTheTracersThatAreThereTheirTrampolines() {
        SparseMachine plain = new SparseMachine("L");
        Calls there = new Calls(plain);
        plain.core().register(there.ops("a", Filter.all()));
        plain.core().register(there.ops("b", Filter.inModule("m_1", "m")));
        long bytes = plain.allocatedBytes();
        var m = plain.image("m", SparseMachine.NEAR, "TT");
        plain.core().modules().load(m);
        assertTrue(plain.allocatedBytes() > bytes);
        assertEquals(List.of("a:m_0", "b:m_1", "a:m_1"), there.of(m));
        assertEquals(Errno.EEXIST, refusal(() -> plain.core().modules().load(m)));
    }
}
