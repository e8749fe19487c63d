package org.jftrace.jcstress;

import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.jcstress.rig.Probe;
import org.jftrace.jcstress.rig.Rig;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/*
   A tracer is registered while another CPU calls the function. What register() promises:

       once it has returned, every later call on any CPU calls back;
       a call that runs at the same time calls back once or not at all;
       tracers that were there already do not notice: each call calls them exactly once.
*/
public class J03_RegisterAgainstCall {

    /*
       The first tracer of a site: NOP and nop_ops become BL and the ops.
       RESULT  callbacks of the call at the same time, of the call after it
    */
    @JCStressTest
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The call came first.")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The tracer came first.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Doubled, or lost after register() had returned.")
    @State
    public static class First {
        private final Rig rig = Rig.withFunctions(1);
        private final Probe probe = new Probe();
        private final FtraceOps ops = FtraceOps.of("probe", Filter.name("f0"), probe);

        @Actor
        public void updater() {
            rig.ftrace.register(ops);
        }

        @Actor
        public void caller(II_Result r) {
            for (int i = 0; i < 20 && probe.calls == 0; i++) {
                rig.call(1, 0);
            }
            r.r1 = probe.take();
        }

        @Arbiter
        public void arbiter(II_Result r) {
            rig.call(0, 0);
            r.r2 = probe.take();
        }
    }

    /*
       The second tracer of a site: the literal goes from the ops of the first to that of the list.
       RESULT  calls that the first tracer missed or saw twice, callbacks of the new one were more than calls,
               callbacks of both for the call after it
    */
    @JCStressTest
    @Outcome(id = "0, 0, 2", expect = Expect.ACCEPTABLE, desc = "The first saw every call once, the second some.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A call was lost or doubled.")
    @State
    public static class Second {
        private static final int CALLS = 20;

        private final Rig rig = Rig.withFunctions(1);
        private final Probe first = new Probe();
        private final Probe second = new Probe();
        private final FtraceOps ops = FtraceOps.of("second", Filter.name("f0"), second);

        public Second() {
            rig.register("first", Filter.name("f0"), first);
        }

        @Actor
        public void updater() {
            rig.ftrace.register(ops);
        }

        @Actor
        public void caller(III_Result r) {
            for (int i = 0; i < CALLS; i++) {
                int before = second.calls;
                rig.call(1, 0);
                r.r2 |= second.calls - before > 1 ? 1 : 0;
            }
            r.r1 = first.take() - CALLS;
            second.take();
        }

        @Arbiter
        public void arbiter(III_Result r) {
            rig.call(0, 0);
            r.r3 = first.take() + second.take();
        }
    }
}

/*
   Results, two iterations of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   First
     RESULT  SAMPLES    FREQ      EXPECT  DESCRIPTION
       0, 1   13,264  49.82%  Acceptable  The call came first.
       1, 1   13,358  50.18%  Acceptable  The tracer came first.

   Second
      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     0, 0, 2   28,222  100.00%  Acceptable  The first saw every call once, the second some.

   Broken on purpose, on a copy:
     The core with CodeUpdater.apply changing a live site through a NOP (make nop, literal, make call):
     Second was FORBIDDEN, -1 to -16, 0, 2 in 69 of 25,022: the first tracer lost up to 16 calls. First cannot
     notice that, and did not.
*/
