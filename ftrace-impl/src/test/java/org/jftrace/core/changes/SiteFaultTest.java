package org.jftrace.core.changes;

import static org.jftrace.core.sparse.Calls.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.Registration;
import org.jftrace.core.sparse.Calls;
import org.jftrace.core.sparse.SparseMachine;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.site.FtraceBug;
import org.jftrace.site.SiteFlag;
import org.jftrace.spi.arch.OpsHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each write of each change fails once: the report names the site, tracing is killed, and what is there can be executed. */
class SiteFaultTest {
    private static final int FUNCTIONS = 6;
    private static final int MOV_X0_0 = 0xd2800000;

    /** A change of a tracer "a" of f0 to f2, beside "b" of f2 and f3; and the sites whose words it writes, in order. */
    private enum Change {
        ENABLE(3, 4, 5, 5) {
            @Override
            void make(SparseMachine machine, Calls calls, Registration a) {
                a.widen(Filter.name("f3", "f4", "f5"));
            }
        },
        DISABLE(0, 0, 1, 2) {
            @Override
            void make(SparseMachine machine, Calls calls, Registration a) {
                a.narrow(Filter.name("f0", "f1", "f2"));
            }
        },
        FILTER(0, 0, 2, 3, 4) {
            @Override
            void make(SparseMachine machine, Calls calls, Registration a) {
                a.setFilter(Filter.name("f1", "f3", "f4"));
            }
        },
        OFF(0, 0, 1, 2, 2, 3, 3) {
            @Override
            void make(SparseMachine machine, Calls calls, Registration a) {
                machine.core().setEnabled(false);
            }
        };

        @SuppressWarnings("ImmutableEnumChecker") // it is List.of
        final List<Integer> writes;

        Change(Integer... writes) {
            this.writes = List.of(writes);
        }

        abstract void make(SparseMachine machine, Calls calls, Registration a);
    }

    private final SparseMachine machine = new SparseMachine("LTLLTL");
    private final Ftrace ftrace = machine.core();
    private final Calls calls = new Calls(machine);
    private final Registration a = ftrace.register(calls.ops("a", Filter.name("f0", "f1", "f2")));
    private final Registration b = ftrace.register(calls.ops("b", Filter.name("f2", "f3")));

    private List<Integer> words() {
        List<Integer> words = new ArrayList<>();
        for (int i = 0; i < FUNCTIONS; i++) {
            words.add(machine.word(machine.ip(machine.symbols(), i)));
        }
        return words;
    }

    private List<Integer> users() {
        return ftrace.sites().stream().map(CallSiteInfo::users).toList();
    }

    private boolean isKilledAtWrite(Change change, int k) {
        List<Integer> before = words();
        List<Integer> users = users();
        long bytes = machine.allocatedBytes();
        machine.fail("patch", k);
        try {
            change.make(machine, calls, a);
            return false;
        } catch (FtraceException refused) {
            assertEquals(Errno.ENODEV, refused.errno());
        }
        int failed = change.writes.get(k - 1);
        FtraceBug bug = ftrace.bug().orElseThrow();
        assertEquals("f" + failed, bug.site().function());
        assertEquals(machine.ip(machine.symbols(), failed), bug.site().ip());
        assertEquals(OptionalInt.empty(), bug.expected());
        assertTrue(bug.cause() instanceof FtraceException cause && cause.errno() == Errno.EFAULT);
        for (int i = 0; i < FUNCTIONS; i++) {
            if (!change.writes.subList(0, k - 1).contains(i)) {
                assertEquals(before.get(i), words().get(i), "f" + i + " is not its turn yet");
            }
        }
        assertEquals(users, users(), "the account is as before");
        isDeadButExecutes();
        assertEquals(bytes, machine.allocatedBytes(), "nothing is freed: code may lead there for ever");
        return true;
    }

    private void isDeadButExecutes() {
        assertEquals(List.of(), calls.of(machine.symbols()));
        for (Runnable refused : List.<Runnable>of(
                () -> ftrace.register(calls.ops("c", Filter.all())),
                () -> ftrace.registerSubOps(calls.ops("m", Filter.none()), calls.ops("c", Filter.all())),
                () -> b.setFilter(Filter.all()),
                () -> b.widen(Filter.name("f0")),
                () -> ftrace.setEnabled(false),
                () -> ftrace.modules().load(machine.image("m", SparseMachine.NEAR, "L")))) {
            assertEquals(Errno.ENODEV, refusal(refused));
        }
        a.close();
        b.close();
        assertEquals(List.of(0, 0, 0, 0, 0, 0), users());
        assertEquals(FUNCTIONS, ftrace.select(Filter.all()).length);
        ftrace.close();
        assertEquals(List.of(), calls.of(machine.symbols()));
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void aSiteThatCannotBeWrittenKillsTracingWhicheverWriteFails(Change change) {
        int k = 0;
        while (new SiteFaultTest().isKilledAtWrite(change, k + 1)) {
            k++;
        }
        assertEquals(change.writes.size(), k);
    }

    @Test
    void textThatChangedBehindOurBackIsReportedWithBothWordsAndLeftAlone() {
        for (int i = 0; i < 4; i++) {
            SiteFaultTest world = new SiteFaultTest();
            world.reportsTextThatChangedAt(i);
        }
    }

    private void reportsTextThatChangedAt(int i) {
        long ip = machine.ip(machine.symbols(), i);
        int expected = machine.word(ip);
        CallSiteInfo before = ftrace.sites().get(i);
        machine.overwrite(ip, MOV_X0_0);
        assertEquals(Errno.ENODEV, refusal(() -> ftrace.setEnabled(false)));
        FtraceBug bug = ftrace.bug().orElseThrow();
        assertEquals(before, bug.site());
        assertTrue(bug.site().flags().contains(SiteFlag.ENABLED));
        assertEquals(OptionalInt.of(expected), bug.expected());
        assertEquals(OptionalInt.of(MOV_X0_0), bug.found());
        assertTrue(bug.reason().contains("f" + i + "@0x" + Long.toHexString(ip)), bug.reason());
        assertEquals(MOV_X0_0, machine.word(ip));
        for (int other = 0; other < i; other++) {
            assertFalse(ftrace.sites().get(other).enabled());
        }
        machine.overwrite(ip, SparseMachine.NOP);
        isDeadButExecutes();
    }

    @Test
    void everyHandleLeadsToTheStubOnceTracingIsKilled() {
        long nopOps = machine.literal(machine.ip(machine.symbols(), 5));
        List<Long> handles = IntStream.of(0, 2, 3)
                .mapToLong(i -> machine.literal(machine.ip(machine.symbols(), i)))
                .boxed()
                .toList();
        assertFalse(handles.contains(nopOps));
        machine.fail("patch", 1);
        a.close();
        assertTrue(ftrace.bug().isPresent());
        long stub = machine.memory().readLong(nopOps + OpsHandle.FUNC);
        for (long handle : handles) {
            assertEquals(stub, machine.memory().readLong(handle + OpsHandle.FUNC));
        }
    }

    @Test
    void anotherBranchIsNotTakenForOurs() {
        long ip = machine.ip(machine.symbols(), 0);
        int bl = machine.word(ip);
        machine.overwrite(ip, bl + 1);
        a.close();
        FtraceBug bug = ftrace.bug().orElseThrow();
        assertEquals(OptionalInt.of(bl), bug.expected());
        assertEquals(OptionalInt.of(bl + 1), bug.found());
        assertEquals(bl + 1, machine.word(ip));
    }
}
