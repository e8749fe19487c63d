package org.jftrace.jcstress.returns;

import org.jftrace.Filter;
import org.jftrace.fprobe.Fprobe;
import org.jftrace.fprobe.FprobeRegistration;
import org.jftrace.fprobe.Fprobes;
import org.jftrace.jcstress.rig.Rig;
import org.jftrace.rethook.Rethooks;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/*
   Two CPUs are in one probed function at once. What its entry handler keeps for the exit handler is each call's own: races of
   real kernels, R4.

   RESULT  for each CPU 1 if an exit did not find what its own entry wrote; calls that have not exited
*/
public class J17_EntryDataNotShared {
    private static final int CALLS = 20;
    /** Between the counters of two CPUs: they write theirs at once. */
    private static final int APART = 32;

    /** Writes and reads what goes from entry to exit, and counts for each CPU. */
    private static final class Carried {
        private final Rig rig;
        private final int[] entries = new int[2 * APART];
        private final int[] exits = new int[2 * APART];
        private final int[] foreign = new int[2 * APART];

        Carried(Rig rig) {
            this.rig = rig;
        }

        private int me() {
            return APART * rig.ftrace.currentCpu().id();
        }

        int enter(long[] data) {
            int me = me();
            data[0] = me;
            data[1] = ++entries[me];
            return 0;
        }

        void exit(long[] data) {
            int me = me();
            exits[me]++;
            foreign[me] += data[0] != me || data[1] != entries[me] ? 1 : 0;
        }

        int callOn(int cpu) {
            for (int i = 0; i < CALLS; i++) {
                rig.call(cpu, 0);
            }
            return Math.min(1, foreign[APART * cpu]);
        }

        int notExited() {
            return 2 * CALLS - exits[0] - exits[APART];
        }
    }

    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "Each exit found what its entry left.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "An exit found what another call's entry left, or was missed.")
    @State
    public static class Right {
        private final Rig rig = Rig.withFunctions(1);
        private final Carried carried = new Carried(rig);
        private final FprobeRegistration registration = Fprobes.on(rig.ftrace, Rethooks.on(rig.ftrace, 2), 2)
                .register(
                        Fprobe.builder("carrying")
                                .data(2)
                                .maxActive(2)
                                .entry((ip, returnAddress, regs, data) -> carried.enter(data))
                                .exit((ip, returnAddress, regs, data) -> carried.exit(data))
                                .build(),
                        Filter.name("f0"));

        @Actor
        public void one(III_Result r) {
            r.r1 = carried.callOn(0);
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = carried.callOn(1);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            r.r3 = carried.notExited() + (int) registration.missed();
        }
    }

    /*
       A user that keeps it in a place of its own, one for all.
    */
    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "They were never there at once.")
    @Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "An exit found what another call's entry left.")
    @State
    public static class InOnePlace {
        private final Rig rig = Rig.withFunctions(1);
        private final Carried carried = new Carried(rig);
        private final long[] place = new long[2];

        public InOnePlace() {
            Fprobes.on(rig.ftrace, Rethooks.on(rig.ftrace, 2), 2)
                    .register(
                            Fprobe.builder("shared")
                                    .entry((ip, returnAddress, regs, data) -> carried.enter(place))
                                    .exit((ip, returnAddress, regs, data) -> carried.exit(place))
                                    .build(),
                            Filter.name("f0"));
        }

        @Actor
        public void one(III_Result r) {
            r.r1 = carried.callOn(0);
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = carried.callOn(1);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            r.r3 = carried.notExited();
        }
    }
}

/*
   Results, one iteration of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Right
      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     0, 0, 0   19,964  100.00%  Acceptable  Each exit found what its entry left.

   InOnePlace
      RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
     0, 0, 0   22,272   84.68%   Acceptable  They were never there at once.
     0, 1, 0      119    0.45%  Interesting  An exit found what another call's entry left.
     1, 0, 0       45    0.17%  Interesting  An exit found what another call's entry left.
     1, 1, 0    3,866   14.70%  Interesting  An exit found what another call's entry left.

   Broken on purpose, on a copy:
     A rethook whose nodes share their words: Right was FORBIDDEN, 0, 1, 0 and 1, 0, 0 and 1, 1, 0 in 897 of some 24,000.
*/
