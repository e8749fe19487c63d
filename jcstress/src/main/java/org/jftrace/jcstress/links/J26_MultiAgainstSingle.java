package org.jftrace.jcstress.links;

import org.jftrace.bpf.BpfLink;
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
   One link on two functions comes or goes, while another thread attaches a program to one of the two: races of real kernels, B2
   and B5. What is promised:

       each function leads to the image for what is attached to it then, and to no other.

   RESULT  functions that lead to an image; images; what is left in the end
*/
public class J26_MultiAgainstSingle {
    private static void judge(Links links, III_Result r) {
        r.r1 = (links.sent(0) ? 1 : 0) + (links.sent(1) ? 1 : 0);
        r.r2 = links.bpf.reap();
        links.bpf.close();
        r.r3 = links.left();
    }

    @JCStressTest
    @Outcome(id = "2, 2, 0", expect = Expect.ACCEPTABLE, desc = "One for the first function, one for the second.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A function leads elsewhere.")
    @State
    public static class Attach {
        private final Links links = Links.withFunctions(2);

        @Actor
        public void multi() {
            links.attachDirect(0, 1);
        }

        @Actor
        public void single() {
            links.attachDirect(1);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            judge(links, r);
        }
    }

    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "The second function alone.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A function leads elsewhere.")
    @State
    public static class Detach {
        private final Links links = Links.withFunctions(2);
        private final BpfLink multi = links.attachDirect(0, 1);

        @Actor
        public void multi() {
            multi.close();
        }

        @Actor
        public void single() {
            links.attachDirect(1);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            judge(links, r);
        }
    }

    /*
       A user that has a link for each function in place of one for both: another thread finds half of it.
    */
    @JCStressTest
    @Outcome(
            id = {"0, 1, 0", "2, 1, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "None or both were attached.")
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "One of them was.")
    @State
    public static class OneByOne {
        private final Links links = Links.withFunctions(2);

        @Actor
        public void attaches() {
            links.attachDirect(0);
            links.attachDirect(1);
        }

        @Actor
        public void looks(III_Result r) {
            Lingering.pause();
            boolean second = links.sent(1);
            r.r1 = (second ? 1 : 0) + (links.sent(0) ? 1 : 0);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            r.r2 = links.bpf.links().size() == 2 ? 1 : 0;
            links.bpf.close();
            r.r3 = links.left();
        }
    }
}

/*
   Results, one iteration of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Attach
      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     2, 2, 0    2,664  100.00%  Acceptable  One for the first function, one for the second.

   Detach
      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     1, 1, 0    4,643  100.00%  Acceptable  The second function alone.

   OneByOne
      RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
     0, 1, 0    6,866   61.39%   Acceptable  None or both were attached.
     1, 1, 0       74    0.66%  Interesting  One of them was.
     2, 1, 0    4,245   37.95%   Acceptable  None or both were attached.
*/
