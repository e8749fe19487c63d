package org.jftrace.core.changes;

import static org.jftrace.core.sparse.Calls.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.Registration;
import org.jftrace.core.CapturedLog;
import org.jftrace.core.sparse.Calls;
import org.jftrace.core.sparse.SparseMachine;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.site.FtraceBug;
import org.jftrace.site.SiteFlag;
import org.junit.jupiter.api.Test;

/** The report of a site that could not be changed: who it is about, and the flags as the kernel would print them. */
class BugReportTest {
    private static final int ENABLED_BY_ONE = 0x80700001;
    private static final int WANTED_BY_ONE_BUT_OFF = 0x00500001;
    private static final int ENABLED_BY_TWO = 0x80100002;
    private static final int TOUCHED = 0x00100000;
    private static final int AFTER_ITS_HANDLE = 2;

    private final SparseMachine machine = new SparseMachine("LL");
    private final Ftrace ftrace = machine.core();
    private final Calls calls = new Calls(machine);

    private Registration register(String name, String... functions) {
        return ftrace.register(calls.ops(name, Filter.name(functions)));
    }

    private CallSiteInfo f0() {
        return ftrace.site(machine.ip(machine.symbols(), 0)).orElseThrow();
    }

    private FtraceBug bugOf(Runnable change) {
        return bugOf(1, change);
    }

    private FtraceBug bugOf(int write, Runnable change) {
        machine.fail("patch", write);
        change.run();
        return ftrace.bug().orElseThrow();
    }

    @Test
    void aTracerThatIsClosedIsStillShownThoughItIsOutOfTheAccount() {
        Registration a = register("a", "f0");
        CallSiteInfo before = f0();
        FtraceBug bug = bugOf(a::close);
        assertEquals(before, bug.site());
        assertEquals(List.of("a"), bug.site().tracers());
        assertEquals(TOUCHED, bug.flags());
        assertEquals(0, f0().users());
    }

    @Test
    void aTracerWhoseFilterNoLongerSelectsTheSiteIsStillShown() {
        Registration a = register("a", "f0", "f1");
        CallSiteInfo before = f0();
        FtraceBug bug = bugOf(() -> assertEquals(Errno.ENODEV, refusal(() -> a.narrow(Filter.name("f0")))));
        assertEquals(before, bug.site());
        assertEquals(TOUCHED, bug.flags());
    }

    @Test
    void theFirstOfTwoThatIsClosedComesLast() {
        Registration a = register("a", "f0");
        register("b", "f0");
        FtraceBug bug = bugOf(a::close);
        assertEquals(2, bug.site().users());
        assertEquals(List.of("b", "a"), bug.site().tracers());
        assertEquals(Optional.empty(), bug.site().ops());
        assertEquals(ENABLED_BY_ONE, bug.flags());
    }

    @Test
    void aTracerThatComesIsShownWithTheFlagsItWasToMake() {
        FtraceBug bug = bugOf(AFTER_ITS_HANDLE, () -> assertEquals(Errno.ENODEV, refusal(() -> register("a", "f0"))));
        assertEquals(List.of("a"), bug.site().tracers());
        assertEquals(1, bug.site().users());
        assertEquals(Set.of(SiteFlag.CALL_OPS), bug.site().flags());
        assertEquals(ENABLED_BY_ONE, bug.flags());
        assertEquals(0, f0().users());
    }

    @Test
    void aSecondTracerThatComesIsShownBeforeTheFirst() {
        register("a", "f0");
        FtraceBug bug = bugOf(AFTER_ITS_HANDLE, () -> assertEquals(Errno.ENODEV, refusal(() -> register("b", "f0"))));
        assertEquals(List.of("b", "a"), bug.site().tracers());
        assertEquals(ENABLED_BY_TWO, bug.flags());
    }

    @Test
    void switchingOffShowsWhoWantsTheSiteAllTheSame() {
        register("a", "f0");
        CallSiteInfo before = f0();
        try (CapturedLog log = new CapturedLog()) {
            FtraceBug bug = bugOf(() -> assertEquals(Errno.ENODEV, refusal(() -> ftrace.setEnabled(false))));
            assertEquals(before, bug.site());
            assertEquals(WANTED_BY_ONE_BUT_OFF, bug.flags());
            assertEquals(1, log.linesWith("record flags 500001 (1), tracers [a]"));
        }
    }
}
