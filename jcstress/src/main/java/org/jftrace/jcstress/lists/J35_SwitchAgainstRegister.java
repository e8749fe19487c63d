package org.jftrace.jcstress.lists;

import java.util.ArrayList;
import java.util.List;
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
   Tracing is switched off and on again while a tracer is registered. What is promised:

       switched off, no call is traced, whoever registers;
       switched on again, all that is registered is traced.

   RESULT  callbacks of a call while it is off; callbacks of one when it is on again; 1 if the site is a NOP once all is closed
*/
public class J35_SwitchAgainstRegister {
    @JCStressTest
    @Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "Silent while off, and there when on.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Traced while off, or forgotten.")
    @State
    public static class Off {
        private final Rig rig = Rig.withFunctions(1);
        private final Probe probe = new Probe();
        private final List<Registration> registered = new ArrayList<>(1);

        @Actor
        public void owner() {
            rig.ftrace.setEnabled(false);
        }

        @Actor
        public void tracer() {
            registered.add(rig.register("probe", Filter.all(), probe));
        }

        @Arbiter
        public void arbiter(III_Result r) {
            rig.call(0, 0);
            r.r1 = probe.take();
            rig.ftrace.setEnabled(true);
            rig.call(0, 0);
            r.r2 = probe.take();
            registered.forEach(Registration::close);
            r.r3 = rig.untouched(0) ? 1 : 0;
        }
    }

    /*
       Off and on, and a tracer that goes.
    */
    @JCStressTest
    @Outcome(id = "0, 0, 1", expect = Expect.ACCEPTABLE, desc = "Gone, whichever came first.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Put back although it had gone.")
    @State
    public static class OffAndOn {
        private final Rig rig = Rig.withFunctions(1);
        private final Probe probe = new Probe();
        private final Registration registration = rig.register("probe", Filter.all(), probe);

        @Actor
        public void owner() {
            rig.ftrace.setEnabled(false);
            rig.ftrace.setEnabled(true);
        }

        @Actor
        public void tracer() {
            registration.close();
        }

        @Arbiter
        public void arbiter(III_Result r) {
            rig.call(0, 0);
            r.r1 = probe.take();
            r.r3 = rig.untouched(0) ? 1 : 0;
        }
    }

    /*
       A user that asks whether tracing is on before it registers, and takes that for a promise.
    */
    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "It saw that tracing was off.")
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "It believes it traces, and does not.")
    @State
    public static class AskingFirst {
        private final Rig rig = Rig.withFunctions(1);
        private final Probe probe = new Probe();

        @Actor
        public void owner() {
            rig.ftrace.setEnabled(false);
        }

        @Actor
        public void tracer(III_Result r) {
            if (rig.ftrace.isEnabled()) {
                rig.register("probe", Filter.all(), probe);
                r.r1 = 1;
            }
        }

        @Arbiter
        public void arbiter(III_Result r) {
            rig.call(0, 0);
            r.r2 = probe.take();
        }
    }
}

/*
   Results, one iteration of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Off
      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     0, 1, 1   12,405  100.00%  Acceptable  Silent while off, and there when on.

   OffAndOn
      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     0, 0, 1   12,397  100.00%  Acceptable  Gone, whichever came first.

   AskingFirst
      RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
     0, 0, 0   16,903   70.25%   Acceptable  It saw that tracing was off.
     1, 0, 0    7,159   29.75%  Interesting  It believes it traces, and does not.
*/
