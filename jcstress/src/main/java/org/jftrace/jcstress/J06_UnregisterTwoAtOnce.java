package org.jftrace.jcstress;

import org.jftrace.Filter;
import org.jftrace.Registration;
import org.jftrace.jcstress.rig.Probe;
import org.jftrace.jcstress.rig.Rig;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/*
   Two tracers of one function are unregistered by two threads at once. Whichever goes first turns the list into the ops
   of the other; whichever goes last turns the BL into a NOP. In the end:

       the site is as it was before anybody traced it,
       all that the two took is given back,
       and neither is called.

   RESULT  site untouched, nothing leaked, callbacks of a call afterwards
*/
public class J06_UnregisterTwoAtOnce {
    private static void judge(Rig rig, Probe probe, III_Result r) {
        rig.call(0, 0);
        r.r1 = rig.untouched(0)
                        && rig.ftrace.site(rig.machine.ip(0)).orElseThrow().users() == 0
                ? 1
                : 0;
        r.r2 = rig.nothingLeaked() ? 1 : 0;
        r.r3 = probe.take();
    }

    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "Both are gone without a trace.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Something is left.")
    @State
    public static class EachItsOwn {
        private final Rig rig = Rig.withFunctions(1);
        private final Probe probe = new Probe();
        private final Registration first = rig.register("first", Filter.name("f0"), probe);
        private final Registration second = rig.register("second", Filter.name("f0"), probe);

        @Actor
        public void one() {
            first.close();
        }

        @Actor
        public void other() {
            second.close();
        }

        @Arbiter
        public void arbiter(III_Result r) {
            judge(rig, probe, r);
        }
    }

    /*
       Two threads close the same registration. One does the work; for the other, closing again does nothing.
    */
    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "It is gone without a trace.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Something is left, or was given back twice.")
    @State
    public static class BothTheSame {
        private final Rig rig = Rig.withFunctions(1);
        private final Probe probe = new Probe();
        private final Registration registration = rig.register("probe", Filter.name("f0"), probe);

        @Actor
        public void one() {
            registration.close();
        }

        @Actor
        public void other() {
            registration.close();
        }

        @Arbiter
        public void arbiter(III_Result r) {
            judge(rig, probe, r);
        }
    }
}

/*
   Results, two iterations of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   EachItsOwn
      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     1, 1, 0      999  100.00%  Acceptable  Both are gone without a trace.

   BothTheSame
      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     1, 1, 0   26,302  100.00%  Acceptable  It is gone without a trace.

   Broken on purpose, on a copy:
     The core with UpdateLock that does not lock: both were ERROR. EachItsOwn: a CPU read a freed handle
     (fetch at 0x6b6b6b6b6b6b6b6b). BothTheSame: "count -1 of a call site".
*/
