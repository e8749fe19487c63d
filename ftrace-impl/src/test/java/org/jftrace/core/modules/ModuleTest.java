package org.jftrace.core.modules;

import static org.jftrace.core.sparse.Calls.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.Modules;
import org.jftrace.Registration;
import org.jftrace.core.sparse.Calls;
import org.jftrace.core.sparse.SparseMachine;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.spi.SymbolTable;
import org.junit.jupiter.api.Test;

/** Modules come and go under tracing; what filters remember of them is what the kernel's do. */
class ModuleTest {
    private static final int MOV_X9_LR = 0xaa1e03e9;

    private final SparseMachine machine = new SparseMachine("LLL");
    private final Ftrace ftrace = machine.core();
    private final Modules modules = ftrace.modules();
    private final Calls calls = new Calls(machine);
    private final long nopOps = machine.literal(machine.ip(machine.symbols(), 0));
    private final SymbolTable m = machine.image("m", SparseMachine.NEAR, "LLII");

    private List<String> loadAndCall() {
        modules.load(m);
        return calls.of(m);
    }

    @Test
    void theSitesOfAModuleBecomeReadyWhenItComes() {
        modules.load(m);
        assertEquals(List.of("m"), modules.loaded());
        for (int i = 0; i < 4; i++) {
            long ip = machine.ip(m, i);
            CallSiteInfo site = ftrace.site(machine.function(m, i)).orElseThrow();
            assertEquals("m", site.module());
            assertEquals("m_" + i, site.function());
            assertEquals(ip, site.ip());
            assertEquals(0, site.users());
            assertEquals(nopOps, machine.literal(ip));
            assertEquals(MOV_X9_LR, machine.word(ip - 4));
            assertEquals(SparseMachine.NOP, machine.word(ip));
        }
    }

    @Test
    void sitesAreListedModuleByModuleInOrderOfLoading() {
        modules.load(machine.image("late", SparseMachine.NEAR + 0x40_0000, "L"));
        modules.load(m);
        assertEquals(
                List.of("f0", "f1", "f2", "late_0", "m_0", "m_1", "m_2", "m_3"),
                ftrace.sites().stream().map(CallSiteInfo::function).toList());
        assertEquals(List.of("late", "m"), modules.loaded());
    }

    @Test
    void whoTracesEverythingTracesAModuleThatComesLater() {
        ftrace.register(calls.ops("a", Filter.all()));
        assertEquals(List.of("a:m_0", "a:m_1", "a:m_2", "a:m_3"), loadAndCall());
    }

    @Test
    void aTermForModulesIsRememberedAndAGlobIsNot() {
        ftrace.register(calls.ops("a", Filter.inModule("*_[02]", "m")));
        ftrace.register(calls.ops("b", Filter.inModule("m_1", "*").and(Filter.name("f0"))));
        ftrace.register(calls.ops("c", Filter.glob("*")));
        ftrace.register(calls.ops("d", Filter.all().except("*1").and(Filter.none())));
        assertEquals(List.of("d:m_0", "a:m_0", "d:m_1", "b:m_1", "d:m_2", "a:m_2", "d:m_3"), loadAndCall());
    }

    @Test
    void aTermForAnotherModuleSelectsNothing() {
        Registration a = ftrace.register(calls.ops("a", Filter.inModule("*", "n*")));
        assertEquals(List.of(), loadAndCall());
        assertEquals(0, a.selected().length);
    }

    @Test
    void widenAndNarrowAreRememberedInTheirOrder() {
        Registration a = ftrace.register(calls.ops("a", Filter.none()));
        a.widen(Filter.inModule("*", "m"));
        a.narrow(Filter.inModule("*_[12]", "m"));
        a.widen(Filter.inModule("m_2", "m"));
        Registration b = ftrace.register(calls.ops("b", Filter.inModule("*", "m")));
        b.setFilter(Filter.name("f0"));
        assertEquals(List.of("a:m_0", "a:m_2", "a:m_3"), loadAndCall());
    }

    @Test
    void whatIsSelectedOfALoadedModuleIsForgottenWithItButTermsAreKept() {
        ftrace.register(calls.ops("all", Filter.all()));
        ftrace.register(calls.ops("term", Filter.inModule("m_0", "m")));
        modules.load(m);
        Registration glob = ftrace.register(calls.ops("glob", Filter.glob("m_*")));
        assertEquals(List.of("glob:m_0", "term:m_0", "all:m_0"), calls.of(m, 0));
        modules.unload("m");
        assertEquals(List.of(), modules.loaded());
        assertEquals(0, glob.selected().length);
        assertEquals(List.of(), calls.of(m, 0));
        modules.load(machine.image("m", SparseMachine.NEAR, "LLII"));
        assertEquals(List.of("term:m_0", "all:m_0"), calls.of(m, 0));
    }

    @Test
    void aModuleInTheSlotsOfAnotherIsNotTracedForIt() {
        modules.load(m);
        Registration a = ftrace.register(calls.ops("a", Filter.glob("m_*")));
        modules.unload("m");
        SymbolTable n = machine.image("n", SparseMachine.NEAR + 0x40_0000, "LLLL");
        modules.load(n);
        assertEquals(List.of(), calls.of(n));
        assertEquals(0, a.selected().length);
    }

    @Test
    void initialisationCodeIsForgottenOnceItIsFreed() {
        Registration a = ftrace.register(calls.ops("a", Filter.all()));
        modules.load(m);
        modules.freeInit("m");
        assertTrue(ftrace.site(machine.ip(m, 1)).isPresent());
        assertFalse(ftrace.site(machine.ip(m, 2)).isPresent());
        assertEquals(List.of("m"), modules.loaded());
        assertEquals(5, a.selected().length);
        assertEquals(SparseMachine.NOP, machine.word(machine.ip(m, 2)));
        assertEquals(List.of("a:m_1"), calls.of(m, 1));
        modules.freeInit("m");
        modules.unload("m");
        assertEquals(3, ftrace.sites().size());
    }

    @Test
    void whatCannotBeLoadedOrUnloadedIsToldApart() {
        modules.load(m);
        assertEquals(Errno.EEXIST, refusal(() -> modules.load(m)));
        assertEquals(Errno.EINVAL, refusal(() -> modules.load(machine.symbols())));
        for (String unknown : List.of("", "M", "m ")) {
            assertEquals(Errno.ENOENT, refusal(() -> modules.unload(unknown)));
            assertEquals(Errno.ENOENT, refusal(() -> modules.freeInit(unknown)));
        }
        assertEquals(7, ftrace.sites().size());
        modules.unload("m");
        assertEquals(Errno.ENOENT, refusal(() -> modules.unload("m")));
    }

    @Test
    void listenersMayTraceAModuleWhenItComesAndSeeItWhenItGoes() {
        List<String> told = new ArrayList<>();
        modules.addListener(new Modules.Listener() {
            @Override
            public void coming(String module) {
                ftrace.register(calls.ops("listener", Filter.name(module + "_1")));
            }

            @Override
            public void going(String module) {
                told.addAll(ftrace.site(machine.ip(m, 1)).orElseThrow().tracers());
            }
        });
        assertEquals(List.of("listener:m_1"), loadAndCall());
        modules.unload("m");
        assertEquals(List.of("listener"), told);
    }

    @Test
    void listenersSeeInitialisationCodeBeforeItGoesAndHearNothingWhereThereIsNone() {
        List<String> told = new ArrayList<>();
        Modules.Listener listener = new Modules.Listener() {
            @Override
            public void initGoing(String module, long[] ips) {
                for (long ip : ips) {
                    told.add(module + " " + ftrace.site(ip).orElseThrow().function());
                }
                ips[0] = 0;
            }
        };
        modules.addListener(listener);
        modules.addListener(listener);
        Registration a = ftrace.register(calls.ops("a", Filter.all()));
        modules.load(m);
        modules.freeInit("m");
        assertEquals(List.of("m m_2", "m m_3", "m m_2", "m m_3"), told);
        assertEquals(5, a.selected().length);
        modules.freeInit("m");
        assertEquals(4, told.size());
    }

    @Test
    void aModuleThatComesWhileTracingIsOffIsTracedOnceItIsOn() {
        ftrace.register(calls.ops("a", Filter.all()));
        ftrace.setEnabled(false);
        assertEquals(List.of(), loadAndCall());
        assertEquals(nopOps, machine.literal(machine.ip(m, 0)));
        ftrace.setEnabled(true);
        assertEquals(List.of("a:m_0", "a:m_1", "a:m_2", "a:m_3"), calls.of(m));
    }

    @Test
    void subordinatesTraceAModuleThatComesToo() {
        ftrace.registerSubOps(calls.ops("manager", Filter.none()), calls.ops("sub", Filter.inModule("m_0", "m")));
        assertEquals(List.of("manager:m_0", "sub:m_0"), loadAndCall());
        modules.unload("m");
        assertEquals(List.of(), calls.of(m));
    }
}
