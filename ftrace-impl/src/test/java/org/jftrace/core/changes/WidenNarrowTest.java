package org.jftrace.core.changes;

import static org.jftrace.core.sparse.Calls.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.Registration;
import org.jftrace.core.sparse.Calls;
import org.jftrace.core.sparse.SparseMachine;
import org.jftrace.site.CallSiteInfo;
import org.junit.jupiter.api.Test;

/** A filter that grows and shrinks; row C13 of the races that kernels had: one that became empty is not one for all. */
class WidenNarrowTest {
    private final SparseMachine machine = new SparseMachine("LLTLL");
    private final Ftrace ftrace = machine.core();
    private final Calls calls = new Calls(machine);
    private final Registration a = ftrace.register(calls.ops("a", Filter.name("f0", "f1")));

    private List<String> call() {
        return calls.of(machine.symbols());
    }

    private long ip(int i) {
        return machine.ip(machine.symbols(), i);
    }

    @Test
    void widenAddsAndNarrowTakesAway() {
        a.widen(Filter.glob("f[12]"));
        assertEquals(List.of("a:f0", "a:f1", "a:f2"), call());
        assertArrayEquals(new long[] {ip(0), ip(1), ip(2)}, a.selected());
        a.narrow(Filter.ip(ip(1), machine.function(machine.symbols(), 4)));
        assertEquals(List.of("a:f0", "a:f2"), call());
        assertEquals("=f0 =f1", a.filter().toString());
        a.setFilter(Filter.name("f3"));
        assertEquals(List.of("a:f3"), call());
    }

    @Test
    void narrowedToNothingItTracesNothing() {
        a.narrow(Filter.name("f0"));
        a.narrow(Filter.name("f1"));
        assertEquals(List.of(), call());
        assertEquals(0, a.selected().length);
        assertTrue(ftrace.sites().stream().noneMatch(CallSiteInfo::enabled));
        a.widen(Filter.name("f4"));
        assertEquals(List.of("a:f4"), call());
        a.narrow(Filter.glob("*"));
        assertEquals(List.of(), call());
    }

    @Test
    void aTracerOfEverythingCanBeNarrowed() {
        a.setFilter(Filter.all());
        a.narrow(Filter.glob("f[!3]"));
        assertEquals(List.of("a:f3"), call());
    }

    @Test
    void whatAnExceptionTakesAwayFromAPartIsNotTakenFromTheFilter() {
        a.widen(Filter.glob("*").except("f[02]"));
        assertEquals(List.of("a:f0", "a:f1", "a:f3", "a:f4"), call());
        a.narrow(Filter.glob("*").except("f0"));
        assertEquals(List.of("a:f0"), call());
    }

    @Test
    void onlyTheSitesThatDifferAreTouched() {
        List<String> patched = new ArrayList<>();
        machine.watch(step -> {
            if (step.startsWith("patch word")) {
                patched.add(step.split(" ", 4)[2]);
            }
        });
        a.widen(Filter.name("f0", "f3"));
        a.narrow(Filter.name("f1", "f4"));
        assertEquals(List.of(Long.toHexString(ip(3)), Long.toHexString(ip(1))), patched);
    }

    @Test
    void whatIsRefusedChangesNothing() {
        assertEquals(Errno.EINVAL, refusal(() -> a.widen(Filter.all())));
        assertEquals(Errno.EINVAL, refusal(() -> a.narrow(Filter.all().except("f0"))));
        assertEquals(Errno.EINVAL, refusal(() -> a.widen(Filter.name("f3", "f9"))));
        assertEquals(Errno.ENOENT, refusal(() -> a.narrow(Filter.name("f0").and(Filter.ip(0x10)))));
        assertEquals(List.of("a:f0", "a:f1"), call());
        a.close();
        for (Runnable late : List.<Runnable>of(() -> a.widen(Filter.name("f2")), () -> a.narrow(Filter.name("f0")))) {
            assertEquals(Errno.ENODEV, refusal(late));
        }
        assertEquals(List.of(), call());
    }

    @Test
    void selectedTellsWhatSelectWould() {
        for (Filter filter : List.of(Filter.all(), Filter.none(), Filter.glob("f[!2]"), Filter.name("f4", "f2"))) {
            a.setFilter(filter);
            assertArrayEquals(ftrace.select(filter), a.selected());
            assertEquals(calls.of(machine.symbols()).size(), a.selected().length, Arrays.toString(a.selected()));
        }
    }
}
