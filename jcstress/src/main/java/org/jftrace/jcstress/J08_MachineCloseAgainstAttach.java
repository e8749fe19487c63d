package org.jftrace.jcstress;

import java.util.List;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.jcstress.rig.Probe;
import org.jftrace.jcstress.rig.Rig;
import org.jftrace.site.CallSiteInfo;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/*
   The machine is closed while a tracer attaches to two functions. The close may come before the first write to guest
   memory, or between any two. What register() promises:

       either the tracer is attached, to both functions,
       or the call fails with ENODEV, and the core's books are as they were: no site has a user or a target,
       tracing has not been killed, and trying again fails with ENODEV, not with EBUSY.

   Words that were already written to the closed machine's memory stay there; nobody can execute them.

   RESULT  1 attached, 0 ENODEV, -1 another error; sites that the tracer has in the core's books, 9 if they are in disorder
*/
public class J08_MachineCloseAgainstAttach {
    @JCStressTest
    @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "Attached to both, before the machine was closed.")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "ENODEV, and nothing changed.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Half attached, or another error.")
    @State
    public static class Right {
        private final Rig rig = Rig.withFunctions(2);
        private final FtraceOps ops = FtraceOps.of("probe", Filter.name("f0", "f1"), new Probe());

        @Actor
        public void owner() {
            rig.machine.close();
        }

        @Actor
        public void tracer(II_Result r) {
            r.r1 = attach(rig, ops);
        }

        @Arbiter
        public void arbiter(II_Result r) {
            r.r2 = sitesInTheBooks(rig);
            if (r.r1 == 0 && attach(rig, ops) != 0) {
                r.r2 = 9;
            }
        }
    }

    private static int attach(Rig rig, FtraceOps ops) {
        try {
            rig.ftrace.register(ops);
            return 1;
        } catch (FtraceException e) {
            return e.errno() == Errno.ENODEV ? 0 : -1;
        }
    }

    private static int sitesInTheBooks(Rig rig) {
        int attached = 0;
        for (CallSiteInfo site : rig.ftrace.sites()) {
            boolean traced = site.users() == 1 && site.tracers().equals(List.of("probe")) && site.enabled();
            boolean free = site.users() == 0 && site.tracers().isEmpty() && !site.enabled();
            if (!traced && !free) {
                return 9;
            }
            attached += traced ? 1 : 0;
        }
        return rig.ftrace.bug().isPresent() ? 9 : attached;
    }
}

/*
   Results, two iterations of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Right
     RESULT  SAMPLES    FREQ      EXPECT  DESCRIPTION
       0, 0    2,367  73.35%  Acceptable  ENODEV, and nothing changed.
       1, 2      860  26.65%  Acceptable  Attached to both, before the machine was closed.

   Broken on purpose, on a copy:
     The core without undoAccount() in FtraceCore.change: Right was FORBIDDEN, 0, 9 in 37 of 25,982.
*/
