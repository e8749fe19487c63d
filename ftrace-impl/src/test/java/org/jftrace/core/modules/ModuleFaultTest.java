package org.jftrace.core.modules;

import static org.jftrace.core.sparse.Calls.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.OpsFlag;
import org.jftrace.Registration;
import org.jftrace.core.CapturedLog;
import org.jftrace.core.sparse.Calls;
import org.jftrace.core.sparse.SparseMachine;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.spi.SymbolTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A module that cannot be taken leaves no trace, whichever step fails. */
class ModuleFaultTest {
    /** One attempt to load a far module whose sites two tracers want; tells whether the k-th step was reached. */
    private static boolean failedAt(String step, int k) {
        SparseMachine machine = new SparseMachine("LL");
        Ftrace ftrace = machine.core();
        Calls calls = new Calls(machine);
        Registration a = ftrace.register(calls.ops("a", Filter.all()));
        Registration b = ftrace.register(calls.ops("b", Filter.inModule("m_[12]", "m")));
        long bytes = machine.allocatedBytes();
        SymbolTable m = machine.image("m", SparseMachine.FAR, "LTTI");
        machine.fail(step, k);
        try {
            ftrace.modules().load(m);
        } catch (FtraceException refused) {
            assertTrue(!machine.stillToFail());
            machine.fail("", 0);
            assertEquals(List.of(), ftrace.modules().loaded(), step + " " + k);
            assertEquals(List.of("f0", "f1"), functions(ftrace));
            assertEquals(2, a.selected().length);
            assertEquals(0, b.selected().length);
            if (ftrace.bug().isEmpty()) {
                comesBackAfter(step + " " + k, machine, calls, bytes);
            } else {
                assertEquals(Errno.ENODEV, refused.errno());
                assertEquals("m", ftrace.bug().orElseThrow().site().module());
            }
            a.close();
            b.close();
            return true;
        }
        return false;
    }

    private static List<String> functions(Ftrace ftrace) {
        return ftrace.sites().stream().map(CallSiteInfo::function).toList();
    }

    private static void comesBackAfter(String failure, SparseMachine machine, Calls calls, long bytes) {
        Ftrace ftrace = machine.core();
        assertEquals(List.of("a:f0", "a:f1"), calls.of(machine.symbols()), failure);
        SymbolTable again = machine.image("m", SparseMachine.FAR, "LTTI");
        ftrace.modules().load(again);
        assertEquals(List.of("a:m_0", "b:m_1", "a:m_1", "b:m_2", "a:m_2", "a:m_3"), calls.of(again), failure);
        ftrace.modules().unload("m");
        SymbolTable near = machine.image("n", SparseMachine.NEAR, "T");
        ftrace.modules().load(near);
        assertEquals(List.of("a:n_0"), calls.of(near), failure);
        ftrace.modules().unload("n");
        assertTrue(machine.allocatedBytes() >= bytes);
    }

    @ParameterizedTest
    @CsvSource({"patch, 20", "take, 4"})
    void aModuleThatCannotBeLoadedLeavesNoTraceWhicheverStepFails(String step, int atLeast) {
        int k = 0;
        while (failedAt(step, k + 1)) {
            k++;
        }
        assertTrue(k >= atLeast, k + " times something was to " + step);
    }

    @Test
    void aRefusedLoadLeaksNothing() {
        for (int k = 1; k <= 4; k++) {
            SparseMachine machine = new SparseMachine("LT");
            long bytes = machine.allocatedBytes();
            machine.fail("patch", k);
            assertEquals(
                    Errno.EFAULT,
                    refusal(() -> machine.core().modules().load(machine.image("m", SparseMachine.FAR, "LT"))));
            assertEquals(bytes, machine.allocatedBytes());
        }
    }

    @Test
    void ofTwoModifyingTracersThatRememberAFunctionTheLaterGoesWithoutTheModule() {
        SparseMachine machine = new SparseMachine("L");
        Ftrace ftrace = machine.core();
        Calls calls = new Calls(machine);
        Registration a = ftrace.register(calls.ops("a", Filter.inModule("m_[01]", "m"), OpsFlag.IPMODIFY));
        Filter both = Filter.name("f0").and(Filter.inModule("m_[12]", "m"));
        Registration b = ftrace.register(calls.ops("b", both, OpsFlag.IPMODIFY));
        ftrace.register(calls.ops("c", Filter.all()));
        SymbolTable m = machine.image("m", SparseMachine.NEAR, "LLL");
        try (CapturedLog log = new CapturedLog()) {
            ftrace.modules().load(m);
            String busy = "m_1@0x" + Long.toHexString(machine.ip(m, 1)) + " has the IPMODIFY tracer [a] already";
            assertEquals(1, log.linesWith("b does not trace the module that came: EBUSY: " + busy));
            assertEquals(1, log.linesWith("WARN"));
        }
        assertEquals(List.of("c:m_0", "a:m_0", "c:m_1", "a:m_1", "c:m_2"), calls.of(m));
        assertEquals(List.of("c:f0", "b:f0"), calls.of(machine.symbols()));
        assertEquals(1, b.selected().length);
        ftrace.modules().unload("m");
        a.close();
        SymbolTable again = machine.image("m", SparseMachine.NEAR, "LLL");
        ftrace.modules().load(again);
        assertEquals(List.of("c:m_0", "c:m_1", "b:m_1", "c:m_2", "b:m_2"), calls.of(again));
    }

    @Test
    void anEntryInNoRegionIsLeftOutAndSaid() {
        SparseMachine machine = new SparseMachine("L");
        SymbolTable m = machine.image("m", SparseMachine.NEAR, "LL");
        SymbolTable.Builder stray = SymbolTable.builder("m");
        m.functions().forEach(symbol -> stray.function(symbol.name(), symbol.address(), symbol.size()));
        m.regions().forEach(stray::region);
        stray.patchableEntries(m.patchableEntries());
        stray.patchableEntries(SparseMachine.FAR + 0x40);
        machine.core().modules().load(stray.build());
        assertEquals(1, machine.core().leftOutSites().size());
        assertEquals(
                SparseMachine.FAR + 0x40, machine.core().leftOutSites().get(0).entry());
    }
}
