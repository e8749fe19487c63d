package org.jftrace.core.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.Registration;
import org.jftrace.core.sparse.Calls;
import org.jftrace.core.sparse.SparseMachine;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.site.SiteFlag;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.arch.HostEntry;
import org.junit.jupiter.api.Test;

/** Modules out of reach of ftrace_caller, with words as in the recording module_plt.tsv of a real kernel. */
class FarModuleTest {
    private static final int ADRP_X16 = 0x90000010;
    private static final int ADD_X16_X16 = 0x91000210;
    private static final int BR_X16 = 0xd61f0200;

    private final SparseMachine machine = new SparseMachine("LTL");
    private final Ftrace ftrace = machine.core();
    private final Calls calls = new Calls(machine);
    private final HostEntry hostEntry = machine.core().hostEntry();
    private final long bytes = machine.allocatedBytes();

    private long branchTarget(SymbolTable image, int i) {
        long ip = machine.ip(image, i);
        assertEquals(0x25, machine.word(ip) >>> 26, "a BL");
        return SparseMachine.target(ip, machine.word(ip));
    }

    /** Executes adrp x16; add x16, x16; br x16 by hand. */
    private long destination(long plt) {
        int adrp = machine.word(plt);
        int add = machine.word(plt + 4);
        assertEquals(ADRP_X16, adrp & 0x9f00001f);
        assertEquals(ADD_X16_X16, add & 0xffc003ff);
        assertEquals(BR_X16, machine.word(plt + 8));
        long pages = ((((long) (adrp >> 5) << 45 >> 45) << 2) | ((adrp >>> 29) & 3)) << 12;
        return (plt & -4096) + pages + (add >>> 10 & 0xfff);
    }

    private long entry() {
        return branchTarget(machine.symbols(), 0);
    }

    /** RACES.md S2: initialisation code has a PLT of its own. */
    @Test
    void aSiteOutOfReachGoesThroughThePltOfItsRegionToTheSameTrampoline() {
        SymbolTable m = machine.image("m", SparseMachine.FAR, "LLI");
        ftrace.modules().load(m);
        ftrace.register(calls.ops("a", Filter.all()));
        long plt = branchTarget(m, 0);
        long initPlt = branchTarget(m, 2);
        assertEquals(SparseMachine.FAR, plt, "where the module keeps room for it");
        assertEquals(plt, branchTarget(m, 1));
        assertEquals(SparseMachine.FAR + (1 << 20), initPlt);
        assertEquals(entry(), destination(plt));
        assertEquals(entry(), destination(initPlt));
        assertTrue(hostEntry.isEntry(plt) && hostEntry.isEntry(initPlt));
        assertEquals(machine.literal(machine.ip(machine.symbols(), 0)), machine.literal(machine.ip(m, 0)));
        assertEquals(plt, ftrace.site(machine.ip(m, 0)).orElseThrow().target().orElseThrow());
        assertEquals(List.of("a:m_0", "a:m_1", "a:m_2"), calls.of(m));
    }

    /** RACES.md S3: what must be there is the branch that was written, to the PLT; and a branch elsewhere is found out. */
    @Test
    void aFarSiteIsTakenBackAsTheBranchToItsPlt() {
        SymbolTable m = machine.image("m", SparseMachine.FAR, "LLI");
        ftrace.modules().load(m);
        int nop = machine.word(machine.ip(m, 0));
        ftrace.register(calls.ops("a", Filter.all())).close();
        for (int i = 0; i < 3; i++) {
            assertEquals(nop, machine.word(machine.ip(m, i)));
        }
        assertEquals(Optional.empty(), ftrace.bug());
        Registration b = ftrace.register(calls.ops("b", Filter.name("m_0", "m_2")));
        long ip = machine.ip(m, 0);
        int elsewhere = machine.word(ip) + 1;
        machine.overwrite(ip, elsewhere);
        b.close();
        assertEquals(ip, ftrace.bug().orElseThrow().site().ip());
        assertEquals(elsewhere, machine.word(ip));
    }

    @Test
    void aModuleWithinReachNeedsNone() {
        SymbolTable m = machine.image("m", SparseMachine.NEAR, "L");
        ftrace.modules().load(m);
        ftrace.register(calls.ops("a", Filter.all()));
        assertEquals(entry(), branchTarget(m, 0));
        assertEquals(0, machine.word(SparseMachine.NEAR));
    }

    @Test
    void aFarSiteWithoutLiteralGoesThroughAPltToTheListWhoeverTracesIt() {
        SymbolTable m = machine.image("m", SparseMachine.FAR, "LT");
        ftrace.modules().load(m);
        long own = machine.allocatedBytes();
        ftrace.register(calls.ops("a", Filter.name("m_1", "f1")));
        long plt = branchTarget(m, 1);
        CallSiteInfo site = ftrace.site(machine.ip(m, 1)).orElseThrow();
        assertEquals(List.of("a"), site.tracers());
        assertTrue(site.ops().isEmpty());
        assertTrue(!site.flags().contains(SiteFlag.TRAMP), "a trampoline of its own would be out of reach");
        assertEquals(List.of("a:m_1"), calls.of(m));
        Registration b = ftrace.register(calls.ops("b", Filter.name("m_1", "f1")));
        assertEquals(plt, branchTarget(m, 1));
        assertEquals(branchTarget(machine.symbols(), 1), destination(plt));
        assertNotEquals(plt, SparseMachine.FAR);
        assertEquals(List.of("b:m_1", "a:m_1"), calls.of(m));
        b.close();
        assertTrue(own > bytes);
    }

    @Test
    void unloadGivesThePltBack() {
        SymbolTable m = machine.image("m", SparseMachine.FAR, "LTI");
        ftrace.register(calls.ops("a", Filter.all()));
        long before = machine.allocatedBytes();
        ftrace.modules().load(m);
        long plt = branchTarget(m, 0);
        assertTrue(hostEntry.isEntry(plt));
        ftrace.modules().freeInit("m");
        assertTrue(!hostEntry.isEntry(SparseMachine.FAR + (1 << 20)));
        ftrace.modules().unload("m");
        assertTrue(!hostEntry.isEntry(plt));
        assertEquals(before, machine.allocatedBytes());
        SymbolTable again = machine.image("m", SparseMachine.FAR, "LTI");
        ftrace.modules().load(again);
        assertEquals(plt, branchTarget(again, 0));
        assertEquals(List.of("a:m_0", "a:m_1", "a:m_2"), calls.of(again));
    }

    @Test
    void closingFtraceGivesThePltBackToo() {
        SparseMachine other = new SparseMachine("L");
        other.core().modules().load(other.image("m", SparseMachine.FAR, "LT"));
        other.core().close();
        assertEquals(other.allocatedBytes(), new SparseMachine("L").allocatedBytes() - handles());
    }

    /** What a core that is open has beyond its port's code: nop_ops and list_ops. */
    private static long handles() {
        return 2 * 16;
    }
}
