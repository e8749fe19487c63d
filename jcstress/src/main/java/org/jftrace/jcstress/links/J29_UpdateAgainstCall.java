package org.jftrace.jcstress.links;

import org.jftrace.bpf.AttachType;
import org.jftrace.bpf.BpfLink;
import org.jftrace.bpf.BpfProgram;
import org.jftrace.bpf.Route;
import org.jftrace.jcstress.rig.Lingering;
import org.jftrace.jcstress.rig.Links;
import org.jftrace.jcstress.rig.Probe;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/*
   A link on the fprobe route is given another program while another CPU calls the function: races of real kernels, B4. What
   update() promises:

       each call runs one of the two programs, once;
       when it has returned, the old one is not running, and it never runs again.

   RESULT  1 if a call ran none, or both; the old one ran late; runs of the new one by a call afterwards
*/
public class J29_UpdateAgainstCall {
    private static final int CALLS = 20;

    /** The old program and the new one. */
    private static final class Programs {
        final Links links = Links.withFunctions(1);
        final Lingering old = new Lingering();
        final Probe next = new Probe();
        final BpfProgram first = links.program(AttachType.FENTRY, old::run);
        final BpfProgram second = links.program(AttachType.FENTRY, () -> next.calls++);
        final BpfLink link = links.attach(first, 0, Route.FPROBE);

        void callSome(III_Result r) {
            for (int i = 0; i < CALLS; i++) {
                int before = old.runs + next.calls;
                links.rig.call(1, 0);
                r.r1 |= old.runs + next.calls == before + 1 ? 0 : 1;
            }
        }

        void judge(III_Result r) {
            next.take();
            links.rig.call(0, 0);
            r.r2 = old.late();
            r.r3 = next.take();
        }
    }

    @JCStressTest
    @Outcome(id = "0, 0, 1", expect = Expect.ACCEPTABLE, desc = "One of the two, each time.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "None, both, or the old one late.")
    @State
    public static class Right {
        private final Programs programs = new Programs();

        @Actor
        public void updater() {
            Lingering.pause();
            programs.link.update(programs.second);
            programs.old.over = true;
        }

        @Actor
        public void caller(III_Result r) {
            programs.callSome(r);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            programs.judge(r);
        }
    }

    /*
       A user that closes the link and attaches the other program by another.
    */
    @JCStressTest
    @Outcome(id = "0, 0, 1", expect = Expect.ACCEPTABLE, desc = "No call came between.")
    @Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Calls ran no program.")
    @State
    public static class CloseAndAttach {
        private final Programs programs = new Programs();

        @Actor
        public void updater() {
            programs.link.close();
            programs.old.over = true;
            programs.links.attach(programs.second, 0, Route.FPROBE);
        }

        @Actor
        public void caller(III_Result r) {
            programs.callSome(r);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            programs.judge(r);
        }
    }
}

/*
   Results, one iteration of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Right
      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     0, 0, 1   12,146  100.00%  Acceptable  One of the two, each time.

   CloseAndAttach
      RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
     0, 0, 1   19,777   98.08%   Acceptable  No call came between.
     1, 0, 1      387    1.92%  Interesting  Calls ran no program.
*/
