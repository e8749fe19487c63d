package org.jftrace.jcstress.lists;

import org.jftrace.Filter;
import org.jftrace.Registration;
import org.jftrace.jcstress.rig.Probe;
import org.jftrace.jcstress.rig.Rig;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/*
   A tracer comes to a function and goes again while another CPU calls it; one tracer is there all the time. What is promised:

       the one that stays is called by each call, once, whether it is alone or in a list;
       the other by calls that follow each other: once silent it stays silent.

   RESULT  1 if the one that stays was not told of a call, or twice; 1 if the other was told of one after it went
*/
public class J34_ListAgainstRegister {
    private static final int CALLS = 20;

    /** Enough for the other tracer to come and go. */
    private static final int MOST = 1000;

    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Each call, and the other in between.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A call was lost or doubled, or the other one came back.")
    @State
    public static class Right {
        private final Rig rig = Rig.withFunctions(1);
        private final Probe stays = new Probe();
        private final Probe comes = new Probe();
        private volatile boolean gone;

        public Right() {
            rig.register("stays", Filter.all(), stays);
        }

        @Actor
        public void tracer() {
            rig.register("comes", Filter.all(), comes).close();
            gone = true;
        }

        @Actor
        public void caller(II_Result r) {
            boolean late = false;
            for (int i = 0; i < MOST && !late; i++) {
                late = gone;
                rig.call(1, 0);
                r.r1 |= stays.take() == 1 ? 0 : 1;
                r.r2 |= comes.take() > 0 && late ? 1 : 0;
            }
        }
    }

    /*
       A user that wants a second callback, and registers the two in place of the one.
    */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "No call came between.")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Calls were missed.")
    @State
    public static class InPlaceOf {
        private final Rig rig = Rig.withFunctions(1);
        private final Probe stays = new Probe();
        private final Registration alone = rig.register("alone", Filter.all(), stays);

        @Actor
        public void tracer() {
            alone.close();
            rig.register("first", Filter.all(), stays);
            rig.register("second", Filter.all(), (ip, parentIp, ops, regs) -> {});
        }

        @Actor
        public void caller(II_Result r) {
            for (int i = 0; i < CALLS; i++) {
                rig.call(1, 0);
                r.r1 |= stays.take() == 1 ? 0 : 1;
            }
        }
    }
}

/*
   Results, one iteration of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026; Right on 1 December.

   Right
     RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
       0, 0   12,031  100.00%  Acceptable  Each call, and the other in between.

   InPlaceOf
     RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
       0, 0   24,009   99.78%   Acceptable  No call came between.
       1, 0       53    0.22%  Interesting  Calls were missed.
*/
