package org.jftrace.jcstress.returns;

import org.jftrace.Filter;
import org.jftrace.jcstress.rig.Lingering;
import org.jftrace.jcstress.rig.Rig;
import org.jftrace.rethook.Rethook;
import org.jftrace.rethook.RethookNode;
import org.jftrace.rethook.Rethooks;
import org.jftrace.returns.RegisterSet;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/*
   A rethook is stopped while another CPU calls functions that it hooks, and they return: races of real kernels, R1 and R2.
   What stop() promises:

       when it has returned, the handler is not running, and it never runs again;
       each call was handled, or counts as missed.

   That the handler is cleared with a release is not shown: a release orders what is before it, and there is nothing that
   a null makes visible. On x86 a plain store would be the same instruction.

   RESULT  0 no call was handled, 1 some, 2 all; handled late; calls neither handled nor missed
*/
public class J14_StopAgainstReturn {
    private static final int CALLS = 20;

    private static void hookCalls(Rig rig, Rethook rethook) {
        rig.register("hook", Filter.name("f0"), (ip, parentIp, ops, regs) -> {
            RethookNode node = rethook.tryGet(rig.ftrace.currentCpu());
            if (node != null) {
                rethook.hook(rig.ftrace.currentCpu(), node, ip, regs);
            }
        });
    }

    private static void callSome(Rig rig) {
        for (int i = 0; i < CALLS; i++) {
            rig.call(1, 0);
        }
    }

    private static void judge(Rig rig, Rethook rethook, Lingering handler, III_Result r) {
        r.r1 = handler.share(CALLS);
        rig.call(0, 0);
        r.r2 = handler.late();
        r.r3 = CALLS + 1 - handler.runs - (int) rethook.missed();
    }

    @JCStressTest
    @Outcome(
            id = {"0, 0, 0", "1, 0, 0", "2, 0, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "Silent when stop() had returned, and no call is unaccounted for.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The handler ran after stop() had returned, or a call is lost.")
    @State
    public static class Right {
        private final Rig rig = Rig.withALongFunction();
        private final Lingering handler = new Lingering();
        private final Rethook rethook = Rethooks.on(rig.ftrace, 2)
                .alloc("stopped", RegisterSet.RESULTS, 0, 2, (cpu, node, regs) -> handler.run());

        public Right() {
            hookCalls(rig, rethook);
        }

        @Actor
        public void stopper() {
            rethook.stop();
            handler.over = true;
        }

        @Actor
        public void caller() {
            callSome(rig);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            judge(rig, rethook, handler, r);
        }
    }

    /*
       A user that has a flag of its own in place of stop(), and does not wait. What it refuses it does not count.
    */
    @JCStressTest
    @Outcome(id = "., 0, 0", expect = Expect.ACCEPTABLE, desc = "Nobody was in the handler.")
    @Outcome(id = "., 1, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The handler was still running.")
    @State
    public static class OnlyAFlag {
        private final Rig rig = Rig.withALongFunction();
        private final Lingering handler = new Lingering();
        private volatile boolean stopped;
        private final Rethook rethook = Rethooks.on(rig.ftrace, 2)
                .alloc("flag", RegisterSet.RESULTS, 0, 2, (cpu, node, regs) -> {
                    if (!stopped) {
                        handler.run();
                    }
                });

        public OnlyAFlag() {
            hookCalls(rig, rethook);
        }

        @Actor
        public void stopper() {
            Lingering.pause();
            stopped = true;
            handler.over = true;
        }

        @Actor
        public void caller() {
            callSome(rig);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            r.r1 = handler.share(CALLS);
            r.r2 = handler.late();
        }
    }
}

/*
   Results, one iteration of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Right
      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     0, 0, 0   21,091   87.65%  Acceptable  Silent when stop() had returned, and no call is unaccount...
     1, 0, 0       25    0.10%  Acceptable  Silent when stop() had returned, and no call is unaccount...
     2, 0, 0    2,946   12.24%  Acceptable  Silent when stop() had returned, and no call is unaccount...

   OnlyAFlag
      RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
     0, 0, 0   16,021   93.90%   Acceptable  Nobody was in the handler.
     1, 0, 0        8    0.05%   Acceptable  Nobody was in the handler.
     1, 1, 0        5    0.03%  Interesting  The handler was still running.
     2, 0, 0    1,027    6.02%   Acceptable  Nobody was in the handler.
     2, 1, 0        1   <0.01%  Interesting  The handler was still running.

   Broken on purpose, on a copy:
     stop() that does not wait: Right was FORBIDDEN, 1, 1, 0 and 2, 1, 0 in 8 of some 17,500.
     stop() that waits before it clears the handler: FORBIDDEN, 1, 1, 0 once.
*/
