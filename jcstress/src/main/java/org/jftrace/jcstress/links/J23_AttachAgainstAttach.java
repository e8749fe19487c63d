package org.jftrace.jcstress.links;

import org.jftrace.jcstress.rig.Links;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/*
   Two programs are attached to one function at the same time, each by its own link: races of real kernels, B5. What attach()
   promises:

       the function leads to one image, which runs both;
       when both links are closed, nothing is left: no image, no gate, no memory, and the call site is as it was.

   RESULT  programs that the function's image runs; images; what is left in the end
*/
public class J23_AttachAgainstAttach {
    @JCStressTest
    @Outcome(id = "2, 1, 0", expect = Expect.ACCEPTABLE, desc = "One image for both.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A link was lost, or an image is left.")
    @State
    public static class Right {
        private final Links links = Links.withFunctions(1);

        @Actor
        public void one() {
            links.attachDirect(0);
        }

        @Actor
        public void other() {
            links.attachDirect(0);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            r.r1 = links.sent(0) ? links.bpf.links().size() : 0;
            r.r2 = links.bpf.reap();
            links.bpf.close();
            r.r3 = links.left();
        }
    }

    /*
       Users that want to be alone, and look first.
    */
    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "The second one saw the first.")
    @Outcome(id = "2, 1, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Both saw nobody.")
    @State
    public static class LookingFirst {
        private final Links links = Links.withFunctions(1);

        @Actor
        public void one() {
            attachIfAlone();
        }

        @Actor
        public void other() {
            attachIfAlone();
        }

        private void attachIfAlone() {
            if (!links.sent(0)) {
                links.attachDirect(0);
            }
        }

        @Arbiter
        public void arbiter(III_Result r) {
            r.r1 = links.bpf.links().size();
            r.r2 = links.bpf.reap();
            links.bpf.close();
            r.r3 = links.left();
        }
    }
}

/*
   Results, one iteration of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Right
      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     2, 1, 0    9,862  100.00%  Acceptable  One image for both.

   LookingFirst
      RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
     1, 1, 0    2,381   95.66%   Acceptable  The second one saw the first.
     2, 1, 0      108    4.34%  Interesting  Both saw nobody.
*/
