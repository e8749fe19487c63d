package org.jftrace.jcstress.links;

import org.jftrace.bpf.AttachType;
import org.jftrace.bpf.BpfLink;
import org.jftrace.bpf.Route;
import org.jftrace.jcstress.rig.Lingering;
import org.jftrace.jcstress.rig.Links;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/*
   A link on the fprobe route is closed while another CPU calls the function: races of real kernels, B4 and R2. What close()
   promises:

       when it has returned, the program is not running for this link, and it never runs again.

   RESULT  0 if no call ran the program, 1 some, 2 all; it ran late; links
*/
public class J28_DetachAgainstCall {
    private static final int CALLS = 20;

    private static void callSome(Links links) {
        for (int i = 0; i < CALLS; i++) {
            links.rig.call(1, 0);
        }
    }

    private static void judge(Links links, Lingering program, III_Result r) {
        r.r1 = program.share(CALLS);
        links.rig.call(0, 0);
        r.r2 = program.late();
        r.r3 = links.bpf.links().size();
    }

    @JCStressTest
    @Outcome(id = "., 0, 0", expect = Expect.ACCEPTABLE, desc = "Silent when closed.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The program ran when the link was closed.")
    @State
    public static class Fentry {
        private final Links links = Links.withFunctions(1);
        private final Lingering program = new Lingering();
        private final BpfLink link = links.attach(links.program(AttachType.FENTRY, program::run), 0, Route.FPROBE);

        @Actor
        public void closer() {
            Lingering.pause();
            link.close();
            program.over = true;
        }

        @Actor
        public void caller() {
            callSome(links);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            judge(links, program, r);
        }
    }

    /*
       After the function: calls are under way in it when the link goes.
    */
    @JCStressTest
    @Outcome(id = "., 0, 0", expect = Expect.ACCEPTABLE, desc = "Silent when closed.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The program ran when the link was closed.")
    @State
    public static class Fexit {
        private final Links links = Links.withALongFunction();
        private final Lingering program = new Lingering();
        private final BpfLink link = links.attach(links.program(AttachType.FEXIT, program::run), 0, Route.FPROBE);

        @Actor
        public void closer() {
            Lingering.pause();
            link.close();
            program.over = true;
        }

        @Actor
        public void caller() {
            callSome(links);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            judge(links, program, r);
        }
    }

    /*
       A program that is told to be silent by a flag, by somebody who does not wait.
    */
    @JCStressTest
    @Outcome(id = "., 0, 1", expect = Expect.ACCEPTABLE, desc = "Nobody was in the program.")
    @Outcome(id = "., 1, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "It was still running.")
    @State
    public static class OnlyAFlag {
        private final Links links = Links.withFunctions(1);
        private final Lingering program = new Lingering();
        private volatile boolean silent;

        public OnlyAFlag() {
            links.attach(
                    links.program(AttachType.FENTRY, () -> {
                        if (!silent) {
                            program.run();
                        }
                    }),
                    0,
                    Route.FPROBE);
        }

        @Actor
        public void closer() {
            Lingering.pause();
            silent = true;
            program.over = true;
        }

        @Actor
        public void caller() {
            callSome(links);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            judge(links, program, r);
        }
    }
}

/*
   Results, one iteration of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Fentry
      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     0, 0, 0   12,756   63.26%  Acceptable  Silent when closed.
     1, 0, 0      657    3.26%  Acceptable  Silent when closed.
     2, 0, 0    6,751   33.48%  Acceptable  Silent when closed.

   Fexit
      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     0, 0, 0    3,800   57.99%  Acceptable  Silent when closed.
     1, 0, 0      351    5.36%  Acceptable  Silent when closed.
     2, 0, 0    2,402   36.65%  Acceptable  Silent when closed.

   OnlyAFlag
      RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
     0, 0, 1      811   70.83%   Acceptable  Nobody was in the program.
     1, 0, 1        6    0.52%   Acceptable  Nobody was in the program.
     1, 1, 1        5    0.44%  Interesting  It was still running.
     2, 0, 1      322   28.12%   Acceptable  Nobody was in the program.
     2, 1, 1        1    0.09%  Interesting  It was still running.
*/
