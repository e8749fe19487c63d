package org.jftrace.jcstress;

import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.jcstress.rig.Probe;
import org.jftrace.jcstress.rig.Rig;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/*
   A tracer of f0 and f1 becomes one of f1 and f2, while another CPU calls f1. What setFilter() promises:

       a call of a function that both filters select calls back exactly once,
       and when it has returned, f0 is silent and f2 calls back.

   RESULT  most callbacks that a call of f1 made, fewest (as two digits); afterwards callbacks of f0, f1, f2 (as three)
*/
public class J05_FilterChangeAgainstCall {
    private static final int CALLS = 20;
    private static final Filter BEFORE = Filter.name("f0", "f1");
    private static final Filter AFTER = Filter.name("f1", "f2");

    private static int mostAndFewest(Rig rig, Probe probe) {
        int most = 0;
        int fewest = 9;
        for (int i = 0; i < CALLS; i++) {
            rig.call(1, 1);
            int callbacks = probe.take();
            most = Math.max(most, callbacks);
            fewest = Math.min(fewest, callbacks);
        }
        return 10 * most + fewest;
    }

    private static int callbacksOfEach(Rig rig, Probe probe) {
        int digits = 0;
        for (int function = 0; function < 3; function++) {
            rig.call(0, function);
            digits = 10 * digits + probe.take();
        }
        return digits;
    }

    @JCStressTest
    @Outcome(id = "11, 11", expect = Expect.ACCEPTABLE, desc = "Each call of f1 exactly once.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A call was lost or doubled, or the new filter is not in force.")
    @State
    public static class Right {
        private final Rig rig = Rig.withFunctions(3);
        private final Probe probe = new Probe();
        private final Registration registration = rig.register("probe", BEFORE, probe);

        @Actor
        public void updater() {
            registration.setFilter(AFTER);
        }

        @Actor
        public void caller(II_Result r) {
            r.r1 = mostAndFewest(rig, probe);
        }

        @Arbiter
        public void arbiter(II_Result r) {
            r.r2 = callbacksOfEach(rig, probe);
        }
    }

    /*
       A tool that does not know setFilter(): it lets go of the old filter, then takes the new one.
    */
    @JCStressTest
    @Outcome(id = "11, 11", expect = Expect.ACCEPTABLE, desc = "Each call of f1 exactly once.")
    @Outcome(
            id = {"10, 11", "0, 11"},
            expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "Calls were lost.")
    @State
    public static class CloseThenRegister {
        private final Rig rig = Rig.withFunctions(3);
        private final Probe probe = new Probe();
        private final Registration registration = rig.register("probe", BEFORE, probe);

        @Actor
        public void updater() {
            registration.close();
            rig.register("probe", AFTER, probe);
        }

        @Actor
        public void caller(II_Result r) {
            r.r1 = mostAndFewest(rig, probe);
        }

        @Arbiter
        public void arbiter(II_Result r) {
            r.r2 = callbacksOfEach(rig, probe);
        }
    }

    /*
       Another that takes the new filter first: it loses nothing, but sees calls twice.
    */
    @JCStressTest
    @Outcome(id = "11, 11", expect = Expect.ACCEPTABLE, desc = "Each call of f1 exactly once.")
    @Outcome(
            id = {"21, 11", "22, 11"},
            expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "Calls were doubled.")
    @State
    public static class RegisterThenClose {
        private final Rig rig = Rig.withFunctions(3);
        private final Probe probe = new Probe();
        private final Registration registration = rig.register("probe", BEFORE, probe);
        private final FtraceOps second = FtraceOps.of("second", AFTER, probe);

        @Actor
        public void updater() {
            rig.ftrace.register(second);
            registration.close();
        }

        @Actor
        public void caller(II_Result r) {
            r.r1 = mostAndFewest(rig, probe);
        }

        @Arbiter
        public void arbiter(II_Result r) {
            r.r2 = callbacksOfEach(rig, probe);
        }
    }
}

/*
   Results, two iterations of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Right
     RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     11, 11   26,622  100.00%  Acceptable  Each call of f1 exactly once.

   CloseThenRegister
     RESULT  SAMPLES    FREQ       EXPECT  DESCRIPTION
      0, 11        3   2.54%  Interesting  Calls were lost.
     10, 11       11   9.32%  Interesting  Calls were lost.
     11, 11      104  88.14%   Acceptable  Each call of f1 exactly once.

   RegisterThenClose
     RESULT  SAMPLES    FREQ       EXPECT  DESCRIPTION
     11, 11      241  98.77%   Acceptable  Each call of f1 exactly once.
     21, 11        1   0.41%  Interesting  Calls were doubled.
     22, 11        2   0.82%  Interesting  Calls were doubled.

   Broken on purpose, on a copy:
     The core with setFilter() as none first, then the new filter: Right was FORBIDDEN, 10, 11 in 46 and
     0, 11 in 16 of 24,702.
*/
