package org.jftrace.core.changes;

import static org.jftrace.core.sparse.Calls.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.OpsFlag;
import org.jftrace.Registration;
import org.jftrace.core.sparse.Calls;
import org.jftrace.core.sparse.SparseMachine;
import org.jftrace.site.CallSiteInfo;
import org.junit.jupiter.api.Test;

/** Tracing switched off and on again: {@code /proc/sys/kernel/ftrace_enabled}. */
class SwitchTest {
    private final SparseMachine machine = new SparseMachine("LTLTL");
    private final Ftrace ftrace = machine.core();
    private final Calls calls = new Calls(machine);
    private final List<Long> untraced = words();

    /** Literal and swapped word of each site; what lies before a site without literal is UDF. */
    private List<Long> words() {
        List<Long> words = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            long ip = machine.ip(machine.symbols(), i);
            words.add(machine.literal(ip));
            words.add((long) machine.word(ip));
        }
        return words;
    }

    private List<String> call() {
        return calls.of(machine.symbols());
    }

    @Test
    void offEverySiteIsANopThatNamesNobodyAndOnAgainItIsAsItWas() {
        ftrace.register(calls.ops("a", Filter.name("f0", "f1", "f2")));
        ftrace.register(calls.ops("b", Filter.name("f2", "f3")));
        ftrace.registerSubOps(calls.ops("m", Filter.none()), calls.ops("sub", Filter.name("f4")));
        List<Long> traced = words();
        List<String> seen = call();
        List<CallSiteInfo> sites = ftrace.sites();
        assertNotEquals(untraced, traced);
        ftrace.setEnabled(false);
        assertFalse(ftrace.isEnabled());
        assertEquals(untraced, words());
        assertEquals(List.of(), call());
        assertEquals(
                List.of(1, 1, 2, 1, 1),
                ftrace.sites().stream().map(CallSiteInfo::users).toList());
        assertEquals(List.of("b", "a"), ftrace.sites().get(2).tracers());
        assertTrue(ftrace.sites().stream().noneMatch(CallSiteInfo::enabled));
        ftrace.setEnabled(false);
        ftrace.setEnabled(true);
        assertTrue(ftrace.isEnabled());
        assertEquals(traced, words());
        assertEquals(sites, ftrace.sites());
        assertEquals(seen, call());
    }

    @Test
    void changesWhileItIsOffTouchNoCodeAndCountOnceItIsOn() {
        Registration a = ftrace.register(calls.ops("a", Filter.all()));
        Registration gone = ftrace.register(calls.ops("gone", Filter.all()));
        ftrace.setEnabled(false);
        Registration b = ftrace.register(calls.ops("b", Filter.name("f1", "f4")));
        gone.close();
        a.setFilter(Filter.name("f0", "f1"));
        b.narrow(Filter.name("f4"));
        b.widen(Filter.name("f3"));
        ftrace.registerSubOps(calls.ops("m", Filter.none()), calls.ops("sub", Filter.name("f4")));
        assertEquals(untraced, words());
        assertEquals(
                List.of(1, 2, 0, 1, 1),
                ftrace.sites().stream().map(CallSiteInfo::users).toList());
        ftrace.setEnabled(true);
        assertEquals(List.of("a:f0", "b:f1", "a:f1", "b:f3", "m:f4", "sub:f4"), call());
    }

    @Test
    void onAndOffWithNobodyThereWritesNothing() {
        machine.watch(step -> assertFalse(step.startsWith("patch"), step));
        ftrace.setEnabled(false);
        ftrace.setEnabled(true);
        assertEquals(untraced, words());
    }

    @Test
    void aPermanentTracerKeepsTracingOn() {
        Registration a = ftrace.register(calls.ops("a", Filter.name("f0"), OpsFlag.PERMANENT));
        assertEquals(Errno.EBUSY, refusal(() -> ftrace.setEnabled(false)));
        assertTrue(ftrace.isEnabled());
        assertEquals(List.of("a:f0"), call());
        a.close();
        ftrace.setEnabled(false);
        assertEquals(Errno.EBUSY, refusal(() -> ftrace.register(calls.ops("b", Filter.all(), OpsFlag.PERMANENT))));
        assertEquals(0, ftrace.sites().get(0).users());
        ftrace.setEnabled(true);
        ftrace.register(calls.ops("b", Filter.name("f1"), OpsFlag.PERMANENT));
        assertEquals(List.of("b:f1"), call());
    }

    /** Linux asks the ops in its list, and subordinates are not among them. */
    @Test
    void ofAManagerAndItsSubordinatesOnlyTheManagerCanBePermanent() {
        Registration sub = ftrace.registerSubOps(
                calls.ops("m", Filter.none(), OpsFlag.PERMANENT), calls.ops("sub", Filter.name("f0")));
        assertEquals(Errno.EBUSY, refusal(() -> ftrace.setEnabled(false)));
        sub.close();
        ftrace.registerSubOps(calls.ops("n", Filter.none()), calls.ops("sub", Filter.name("f0"), OpsFlag.PERMANENT));
        ftrace.setEnabled(false);
        assertEquals(List.of(), call());
    }

    @Test
    void aSiteThatCannotBeSwitchedKillsTracingWhicheverItIs() {
        for (boolean on : new boolean[] {false, true}) {
            int writes = 0;
            while (killed(on, writes + 1)) {
                writes++;
            }
            assertEquals(8, writes, "3 sites with literal, 2 without, two words or one");
        }
    }

    private static boolean killed(boolean on, int k) {
        SparseMachine machine = new SparseMachine("LTLTL");
        Calls calls = new Calls(machine);
        machine.core().register(calls.ops("a", Filter.all()));
        if (on) {
            machine.core().setEnabled(false);
        }
        machine.fail("patch", k);
        try {
            machine.core().setEnabled(on);
            return false;
        } catch (FtraceException refused) {
            assertEquals(Errno.ENODEV, refused.errno());
        }
        assertEquals(
                "f" + List.of(0, 0, 1, 2, 2, 3, 4, 4).get(k - 1),
                machine.core().bug().orElseThrow().site().function());
        assertEquals(!on, machine.core().isEnabled());
        assertEquals(List.of(), calls.of(machine.symbols()));
        return true;
    }
}
