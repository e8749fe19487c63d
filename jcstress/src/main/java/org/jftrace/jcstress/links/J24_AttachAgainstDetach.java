package org.jftrace.jcstress.links;

import org.jftrace.bpf.BpfLink;
import org.jftrace.jcstress.rig.Links;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/*
   A program is attached to a function while another one, the only one there, is detached: races of real kernels, B5 and C5. The
   detach may take the call site away that the attach is changing. What is promised:

       the program that came is attached, the one that went is not, and there is one image.

   RESULT  links; images, 9 if the function does not lead to one; what is left in the end
*/
public class J24_AttachAgainstDetach {
    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "The new one alone.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The new one is not attached, or the old image is left.")
    @State
    public static class Right {
        private final Links links = Links.withFunctions(1);
        private final BpfLink old = links.attachDirect(0);

        @Actor
        public void comes() {
            links.attachDirect(0);
        }

        @Actor
        public void goes() {
            old.close();
        }

        @Arbiter
        public void arbiter(III_Result r) {
            r.r1 = links.bpf.links().size();
            r.r2 = links.sent(0) ? links.bpf.reap() : 9;
            links.bpf.close();
            r.r3 = links.left();
        }
    }

    /*
       A user that shares one link among those who want it, and counts them without a lock.
    */
    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "Still attached, for the one who came.")
    @Outcome(id = "0, 9, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Detached, although somebody had come.")
    @State
    public static class CountingUsers {
        private final Links links = Links.withFunctions(1);
        private final BpfLink shared = links.attachDirect(0);
        private volatile int users = 1;

        @Actor
        @SuppressWarnings("NonAtomicVolatileUpdate") // that is what is wrong
        public void comes() {
            users++;
        }

        @Actor
        @SuppressWarnings("NonAtomicVolatileUpdate")
        public void goes() {
            users--;
            if (users == 0) {
                shared.close();
            }
        }

        @Arbiter
        public void arbiter(III_Result r) {
            r.r1 = links.bpf.links().size();
            r.r2 = links.sent(0) ? links.bpf.reap() : 9;
            links.bpf.close();
            r.r3 = links.left();
        }
    }
}

/*
   Results, one iteration of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Right
      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     1, 1, 0   12,784  100.00%  Acceptable  The new one alone.

   CountingUsers
      RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
     0, 9, 0    1,312   15.72%  Interesting  Detached, although somebody had come.
     1, 1, 0    7,034   84.28%   Acceptable  Still attached, for the one who came.
*/
