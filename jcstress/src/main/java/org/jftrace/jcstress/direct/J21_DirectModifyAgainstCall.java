package org.jftrace.jcstress.direct;

import java.util.Map;
import org.jftrace.Filter;
import org.jftrace.direct.DirectRegistration;
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
   A direct call is sent elsewhere while another CPU calls the function. There is a tracer besides, so the target is looked up in a
   table at each call: races of real kernels, C4 and C10. What modify() promises:

       each call goes to the old trampoline or to the new one, and once it has gone to the new one no more to the old.

   f1 and f2 stand for trampolines; each has a tracer that notes when it is reached. That the table is published with a release is not
   shown: its fields are final, so it is seen whole in any case, and on x86 the plain store would be the same instruction.

   RESULT  0 if no call went to the new one, 1 if some, 2 if all did; 1 if one went nowhere, twice or back to the old one; 1 if a
   later call goes to the new one
*/
public class J21_DirectModifyAgainstCall {
    private static final int LEAST = 20;
    private static final int MOST = 2000;

    /** Two trampolines, and what has been at each. */
    private static final class Targets {
        final Rig rig = Rig.withFunctions(3);
        final Probe before = new Probe();
        final Probe after = new Probe();
        private int back;
        volatile boolean modified;

        Targets() {
            rig.register("besides", Filter.name("f0"), (ip, parentIp, ops, regs) -> {});
            rig.register("before", Filter.name("f1"), (ip, parentIp, ops, regs) -> {
                before.calls++;
                back += after.calls > 0 ? 1 : 0;
            });
            rig.register("after", Filter.name("f2"), after);
        }

        DirectRegistration direct() {
            return rig.ftrace.directCalls().register("direct", Filter.name("f0"), rig.machine.function(1));
        }

        void callSome(III_Result r) {
            int calls = 0;
            do {
                rig.call(1, 0);
                calls++;
            } while (calls < LEAST || (!modified && calls < MOST));
            r.r1 = after.calls == 0 ? 0 : before.calls == 0 ? 2 : 1;
            r.r2 = back > 0 || before.calls + after.calls != calls ? 1 : 0;
        }

        void judge(III_Result r) {
            int old = before.calls;
            after.take();
            rig.call(0, 0);
            r.r3 = after.calls + 100 * (before.calls - old);
        }
    }

    @JCStressTest
    @Outcome(id = "., 0, 1", expect = Expect.ACCEPTABLE, desc = "The old one, then the new one.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A call went astray.")
    @State
    public static class Right {
        private final Targets targets = new Targets();
        private final DirectRegistration direct = targets.direct();

        @Actor
        public void modifier() {
            direct.modify(targets.rig.machine.function(2));
            targets.modified = true;
        }

        @Actor
        public void caller(III_Result r) {
            targets.callSome(r);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            targets.judge(r);
        }
    }

    /*
       A user that ends the direct call and makes another.
    */
    @JCStressTest
    @Outcome(id = "., 0, 1", expect = Expect.ACCEPTABLE, desc = "No call came between.")
    @Outcome(id = "., 1, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Calls went to neither.")
    @State
    public static class EndAndBeginAnew {
        private final Targets targets = new Targets();
        private final DirectRegistration direct = targets.direct();

        @Actor
        public void modifier() {
            direct.close();
            targets.rig
                    .ftrace
                    .directCalls()
                    .register(
                            "anew",
                            Map.of(targets.rig.machine.ip(0), targets.rig.machine.function(2)),
                            org.jftrace.direct.IpModifyPeer.REFUSES);
            targets.modified = true;
        }

        @Actor
        public void caller(III_Result r) {
            targets.callSome(r);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            targets.judge(r);
        }
    }
}

/*
   Results, one iteration of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Right
      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     0, 0, 1    2,832   11.77%  Acceptable  The old one, then the new one.
     1, 0, 1    4,363   18.13%  Acceptable  The old one, then the new one.
     2, 0, 1   16,867   70.10%  Acceptable  The old one, then the new one.

   EndAndBeginAnew
      RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
     0, 0, 1    3,359   18.26%   Acceptable  No call came between.
     0, 1, 1      412    2.24%  Interesting  Calls went to neither.
     1, 0, 1       11    0.06%   Acceptable  No call came between.
     1, 1, 1    1,406    7.64%  Interesting  Calls went to neither.
     2, 0, 1   12,721   69.16%   Acceptable  No call came between.
     2, 1, 1      484    2.63%  Interesting  Calls went to neither.

   Broken on purpose, on a copy:
     A core that sends nowhere first, and then to the new target: Right was FORBIDDEN, 1, 1, 1 in 517 of 17,700.
*/
