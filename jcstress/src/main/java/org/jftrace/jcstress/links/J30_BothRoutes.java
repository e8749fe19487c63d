package org.jftrace.jcstress.links;

import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.bpf.Route;
import org.jftrace.jcstress.rig.Links;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/*
   Programs are put on one function by both routes at once: one by a direct call to an image, one by an fprobe. The site is changed
   by each: races of real kernels, B3 and B5. What attach() promises:

       both are there: the function leads to the image, and besides there is a tracer;
       when both links are closed, the call site is as it was.

   RESULT  1 if the function leads to an image; tracers on it, the direct call among them; sites, images and links that are left
*/
public class J30_BothRoutes {
    private static int tracers(Links links) {
        return links.rig.ftrace.site(links.rig.machine.ip(0)).orElseThrow().users();
    }

    @JCStressTest
    @Outcome(id = "1, 2, 0", expect = Expect.ACCEPTABLE, desc = "Both are there.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "One is missing, or something is left.")
    @State
    public static class Right {
        private final Links links = Links.withFunctions(1);

        @Actor
        public void direct() {
            links.attachDirect(0);
        }

        @Actor
        public void probe() {
            links.attach(links.program(), 0, Route.FPROBE);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            r.r1 = links.sent(0) ? 1 : 0;
            r.r2 = tracers(links);
            links.bpf.close();
            r.r3 = links.left() % 1000; // rethook keeps its return trampoline
        }
    }

    /*
       Two users of direct calls besides BPF, which is alone on a function: who comes second is refused.
    */
    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "One came first.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both were let in, or none.")
    @State
    public static class TwoDirectCalls {
        private final Links links = Links.withFunctions(2);

        @Actor
        public void direct(III_Result r) {
            try {
                links.rig.ftrace.directCalls().register("other", Filter.name("f0"), links.rig.machine.function(1));
                r.r1 = 1;
            } catch (FtraceException busy) {
                r.r3 = busy.errno() == org.jftrace.Errno.EBUSY ? 0 : 9;
            }
        }

        @Actor
        public void probe(III_Result r) {
            r.r2 = links.tryAttachDirect(0) == 1 ? 1 : 0;
        }

        @Arbiter
        public void arbiter(III_Result r) {
            r.r2 += r.r1;
            r.r1 = links.sent(0) ? 1 : 0;
        }
    }
}

/*
   Results, one iteration of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Right
      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     1, 2, 0   11,225  100.00%  Acceptable  Both are there.

   TwoDirectCalls
      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     1, 1, 0    8,446  100.00%  Acceptable  One came first.
*/
