package org.jftrace.jcstress.links;

import org.jftrace.bpf.BpfLink;
import org.jftrace.jcstress.rig.Links;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/*
   A link is closed by two threads at once, or each of two links on one function by its own: races of real kernels, B5. What
   close() promises:

       it detaches once, whoever closes, and when nobody is closing any more nothing is left.

   RESULT  links; what is left
*/
public class J25_DetachAgainstDetach {
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Nothing is left.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Something is left, or was given back twice.")
    @State
    public static class OneLinkTwice {
        private final Links links = Links.withFunctions(1);
        private final BpfLink link = links.attachDirect(0);

        @Actor
        public void one() {
            link.close();
        }

        @Actor
        public void other() {
            link.close();
        }

        @Arbiter
        public void arbiter(II_Result r) {
            r.r1 = links.bpf.links().size();
            r.r2 = links.left();
        }
    }

    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Nothing is left.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Something is left, or was given back twice.")
    @State
    public static class TwoLinks {
        private final Links links = Links.withFunctions(1);
        private final BpfLink first = links.attachDirect(0);
        private final BpfLink second = links.attachDirect(0);

        @Actor
        public void one() {
            first.close();
        }

        @Actor
        public void other() {
            second.close();
        }

        @Arbiter
        public void arbiter(II_Result r) {
            r.r1 = links.bpf.links().size();
            r.r2 = links.left();
        }
    }

    /*
       A user that takes the end of its own close() for the end of the link: the other thread may still be closing it.
    */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "The image was gone when each close had returned.")
    @Outcome(
            id = "1, 0",
            expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "One returned while the function still led there.")
    @State
    public static class SecondCloseDoesNotWait {
        private final Links links = Links.withFunctions(1);
        private final BpfLink link = links.attachDirect(0);
        private volatile boolean early;

        @Actor
        public void one() {
            closeAndLook();
        }

        @Actor
        public void other() {
            closeAndLook();
        }

        private void closeAndLook() {
            link.close();
            if (links.sent(0)) {
                early = true;
            }
        }

        @Arbiter
        public void arbiter(II_Result r) {
            r.r1 = early ? 1 : 0;
            r.r2 = links.left();
        }
    }
}

/*
   Results, one iteration of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   OneLinkTwice
     RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
       0, 0   16,338  100.00%  Acceptable  Nothing is left.

   TwoLinks
     RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
       0, 0    1,809  100.00%  Acceptable  Nothing is left.

   SecondCloseDoesNotWait
     RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
       0, 0   17,247   99.39%   Acceptable  The image was gone when each close had returned.
       1, 0      105    0.61%  Interesting  One returned while the function still led there.
*/
