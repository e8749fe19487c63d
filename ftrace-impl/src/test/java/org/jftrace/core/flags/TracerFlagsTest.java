package org.jftrace.core.flags;

import static org.jftrace.core.sparse.Calls.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.OpsFlag;
import org.jftrace.Registration;
import org.jftrace.TaskFilter;
import org.jftrace.core.sparse.Calls;
import org.jftrace.core.sparse.SparseMachine;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.site.SiteFlag;
import org.junit.jupiter.api.Test;

/** What the flags of a tracer do to its calls and its sites. */
class TracerFlagsTest {
    private final SparseMachine machine = new SparseMachine("LT");
    private final Ftrace ftrace = machine.core();
    private final Calls calls = new Calls(machine);

    private CallSiteInfo site(int i) {
        return ftrace.site(machine.ip(machine.symbols(), i)).orElseThrow();
    }

    private boolean has(int i, SiteFlag flag) {
        return site(i).flags().contains(flag);
    }

    private List<String> call() {
        return calls.of(machine.symbols());
    }

    @Test
    void allRegistersAreMoreThanThereAre() {
        assertEquals(Errno.EINVAL, refusal(() -> ftrace.register(calls.ops("a", Filter.all(), OpsFlag.SAVE_REGS))));
        assertEquals(
                Errno.EINVAL,
                refusal(() -> ftrace.registerSubOps(
                        calls.ops("m", Filter.none()), calls.ops("a", Filter.all(), OpsFlag.SAVE_REGS))));
        assertEquals(
                Errno.EINVAL,
                refusal(() -> ftrace.registerSubOps(
                        calls.ops("m", Filter.none(), OpsFlag.SAVE_REGS), calls.ops("a", Filter.all()))));
        ftrace.register(calls.ops("a", Filter.all(), OpsFlag.SAVE_REGS, OpsFlag.SAVE_REGS_IF_SUPPORTED));
        assertEquals(List.of("a:f0", "a:f1"), call());
    }

    @Test
    void aSiteIsMarkedAsLongAsSomebodyWantsRegistersThere() {
        Registration a = ftrace.register(calls.ops("a", Filter.all(), OpsFlag.SAVE_REGS_IF_SUPPORTED));
        Registration b = ftrace.register(calls.ops("b", Filter.name("f0"), OpsFlag.SAVE_REGS_IF_SUPPORTED));
        ftrace.register(calls.ops("c", Filter.all()));
        assertTrue(has(0, SiteFlag.REGS) && has(1, SiteFlag.REGS));
        a.close();
        assertTrue(has(0, SiteFlag.REGS));
        assertFalse(has(1, SiteFlag.REGS));
        b.setFilter(Filter.name("f1"));
        assertFalse(has(0, SiteFlag.REGS));
        assertTrue(has(1, SiteFlag.REGS));
        b.narrow(Filter.name("f1"));
        assertFalse(has(1, SiteFlag.REGS));
        assertEquals(List.of("c:f0", "c:f1"), call());
    }

    @Test
    void aStubIsNeverCalledButKeepsItsSitesEnabled() {
        ftrace.register(calls.ops("stub", Filter.all(), OpsFlag.STUB));
        assertEquals(List.of(), call());
        assertEquals(1, site(0).users());
        assertTrue(site(0).enabled() && site(1).enabled());
        ftrace.register(calls.ops("a", Filter.name("f0")));
        assertEquals(List.of("a:f0"), call());
        assertEquals(2, site(0).users());
    }

    @Test
    void thatASiteWasTracedStaysKnown() {
        assertEquals(Set.of(), site(0).flags());
        ftrace.register(calls.ops("a", Filter.name("f0"))).close();
        assertEquals(Set.of(SiteFlag.TOUCHED), site(0).flags());
        assertEquals(Set.of(), site(1).flags());
    }

    @Test
    void aTracerThatWasNotMadeForItCannotBeLimitedToTasks() {
        Registration a = ftrace.register(calls.ops("a", Filter.all()));
        assertEquals(Errno.EINVAL, refusal(() -> a.setTasks(TaskFilter.all().only(1))));
        assertEquals(List.of("a:f0", "a:f1"), call());
    }

    @Test
    void onlyCallsOfWantedTasksAreTracedAndNoCodeIsTouched() {
        Registration a = ftrace.register(calls.ops("a", Filter.all(), OpsFlag.PID));
        CallSiteInfo before = site(0);
        machine.watch(step -> assertFalse(step.startsWith("patch"), step));
        a.setTasks(TaskFilter.all().only(7, 8).except(8));
        for (int task : new int[] {7, 8, 9, 0}) {
            machine.cpu(0).switchTo(task);
            assertEquals(task == 7 ? List.of("a:f0", "a:f1") : List.of(), call());
        }
        assertEquals("ftrace_pid_func", site(0).ops().orElseThrow().func());
        assertEquals(
                before.ops().orElseThrow().address(),
                site(0).ops().orElseThrow().address());
        a.setTasks(TaskFilter.all());
        assertEquals(before, site(0));
        assertEquals(List.of("a:f0", "a:f1"), call());
    }

    @Test
    void aLimitToCpusDoesNotAskForTheTask() {
        Registration a = ftrace.register(calls.ops("a", Filter.all(), OpsFlag.PID));
        a.setTasks(TaskFilter.all().onCpus(1));
        assertEquals(List.of(), call());
        assertEquals("a", site(0).ops().orElseThrow().func());
        a.setTasks(TaskFilter.all().onCpus(0));
        assertEquals(List.of("a:f0", "a:f1"), call());
    }

    @Test
    void onTheListEachTracerIsLimitedForItself() {
        Registration a = ftrace.register(calls.ops("a", Filter.all(), OpsFlag.PID));
        Registration b = ftrace.register(calls.ops("b", Filter.all(), OpsFlag.PID));
        a.setTasks(TaskFilter.all().only(7));
        b.setTasks(TaskFilter.all().except(7));
        machine.cpu(0).switchTo(7);
        assertEquals(List.of("a:f0", "a:f1"), call());
        machine.cpu(0).switchTo(6);
        assertEquals(List.of("b:f0", "b:f1"), call());
    }

    @Test
    void aSubordinateIsLimitedForItself() {
        Registration sub =
                ftrace.registerSubOps(calls.ops("m", Filter.none()), calls.ops("sub", Filter.all(), OpsFlag.PID));
        sub.setTasks(TaskFilter.all().only(7));
        assertEquals(List.of("m:f0", "m:f1"), call());
        machine.cpu(0).switchTo(7);
        assertEquals(List.of("m:f0", "sub:f0", "m:f1", "sub:f1"), call());
    }
}
