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
   The machine is closed while a program is attached. What attach() promises:

       either the program is attached, or the call fails with ENODEV and there is no link;
       closing the link afterwards does not fail, although nobody can patch the call site any more.

   RESULT  1 attached, 0 ENODEV, -1 another error; links; 0 if closing them and attaching again ended as they should
*/
public class J27_AttachAgainstMachineClose {
    private static int end(Links links) {
        links.bpf.close();
        return links.bpf.links().size() + 10 * Math.abs(links.tryAttachDirect(0));
    }

    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "Attached before the machine was closed.")
    @Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "ENODEV, and no link.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Another error, or a link that is half attached.")
    @State
    public static class Right {
        private final Links links = Links.withFunctions(1);

        @Actor
        public void owner() {
            links.rig.machine.close();
        }

        @Actor
        public void user(III_Result r) {
            r.r1 = links.tryAttachDirect(0);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            r.r2 = links.bpf.links().size();
            r.r3 = end(links);
        }
    }

    /*
       An owner that asks whether there are links, and closes the machine if there are none.
    */
    @JCStressTest
    @Outcome(
            id = {"0, 0, 0", "1, 1, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "The owner saw the link, or came first.")
    @Outcome(id = "2, 1, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The machine went, and there is a link.")
    @State
    public static class AskingFirst {
        private final Links links = Links.withFunctions(1);

        @Actor
        public void owner() {
            if (links.bpf.links().isEmpty()) {
                links.rig.machine.close();
            }
        }

        @Actor
        public void user(III_Result r) {
            r.r1 = links.tryAttachDirect(0);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            r.r1 += r.r1 == 1 && links.rig.machine.isClosed() ? 1 : 0;
            r.r2 = links.bpf.links().size();
            boolean closed = links.rig.machine.isClosed();
            links.bpf.close();
            r.r3 = closed ? 0 : links.left();
        }
    }
}

/*
   Results, one iteration of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Right
      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     0, 0, 0   11,979   97.02%  Acceptable  ENODEV, and no link.
     1, 1, 0      368    2.98%  Acceptable  Attached before the machine was closed.

   AskingFirst
      RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
     0, 0, 0   23,616   98.15%   Acceptable  The owner saw the link, or came first.
     1, 1, 0      442    1.84%   Acceptable  The owner saw the link, or came first.
     2, 1, 0        4    0.02%  Interesting  The machine went, and there is a link.
*/
