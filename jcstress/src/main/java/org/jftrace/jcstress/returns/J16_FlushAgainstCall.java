package org.jftrace.jcstress.returns;

import org.jftrace.Filter;
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
   A task has died in a hooked function, and its shadow stack is flushed while another task calls, returns, and looks up its
   own hidden return address in a stack trace. The two share the pool of nodes, and nothing else. What is promised:

       the living task misses no call, and finds its own return address;
       the dead one's node is given back, once, and its call is missed.

   RESULT  calls of the living that were not handled; its traces that did not name the caller; nodes that are free at the
   end, + 100 for each missed call
*/
public class J16_FlushAgainstCall {
    private static final int CALLS = 20;

    /** The rethook of f0 and f1, with a node for each of two CPUs. */
    private static final class Hooked {
        final Rig rig = Rig.withFunctions(2);
        final Rethooks rethooks = Rethooks.on(rig.ftrace, 2);
        final Rethook rethook = rethooks.alloc("hooked", RegisterSet.RESULTS, 0, 2, (cpu, node, regs) -> handled());
        private final long[] trace = new long[8];
        private int handled;
        private int astray;

        Hooked() {
            rig.register("hook", Filter.name("f0", "f1"), (ip, parentIp, ops, regs) -> {
                RethookNode node = rethook.tryGet(rig.ftrace.currentCpu());
                if (node != null) {
                    rethook.hook(rig.ftrace.currentCpu(), node, ip, regs);
                }
            });
            rig.register("trace", Filter.name("f0"), (ip, parentIp, ops, regs) -> look());
        }

        private void handled() {
            handled++;
        }

        private void look() {
            int found = rig.ftrace.stackTrace(trace);
            for (int i = 0; i < found; i++) {
                if (trace[i] == rig.machine.caller() + 4) {
                    return;
                }
            }
            astray++;
        }

        /** f1 has no RET any more: its caller gets no further. */
        void dieOn(int cpu) {
            rig.machine.memory().patchWord(rig.machine.ip(1) + 4, 0);
            try {
                rig.call(cpu, 1);
            } catch (IllegalStateException died) {
                return;
            }
            throw new IllegalStateException("it lives");
        }

        void callSome(III_Result r) {
            for (int i = 0; i < CALLS; i++) {
                rig.call(1, 0);
            }
            r.r1 = CALLS - handled;
            r.r2 = astray;
        }

        void judge(III_Result r) {
            r.r3 = 100 * (int) rethook.missed();
            while (rethook.tryGet(rig.cpu(0)) != null) {
                r.r3++;
            }
        }
    }

    @JCStressTest
    @Outcome(id = "0, 0, 102", expect = Expect.ACCEPTABLE, desc = "The dead one's node is back, nobody else noticed.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A node is lost, or a call.")
    @State
    public static class OfADeadTask {
        private final Hooked hooked = new Hooked();

        public OfADeadTask() {
            hooked.dieOn(0);
        }

        @Actor
        public void flusher() {
            hooked.rethooks.flush(hooked.rig.cpu(0));
        }

        @Actor
        public void caller(III_Result r) {
            hooked.callSome(r);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            hooked.judge(r);
        }
    }

    /*
       A caller that breaks the rule: it flushes a task that is running.
       RESULT  as above; -1 if the task returned to the trampoline with no call hooked
    */
    @JCStressTest
    @Outcome(id = "0, 0, 2", expect = Expect.ACCEPTABLE, desc = "No call was under way.")
    @Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "The task was robbed of its calls.")
    @State
    public static class OfARunningTask {
        private final Hooked hooked = new Hooked();

        @Actor
        public void flusher() {
            hooked.rethooks.flush(hooked.rig.cpu(1));
        }

        @Actor
        public void caller(III_Result r) {
            try {
                hooked.callSome(r);
            } catch (IllegalStateException | NullPointerException astray) {
                r.r1 = -1;
            }
        }

        @Arbiter
        public void arbiter(III_Result r) {
            hooked.judge(r);
        }
    }
}

/*
   Results, one iteration of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   OfADeadTask
        RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     0, 0, 102   24,382  100.00%  Acceptable  The dead one's node is back, nobody else noticed.

   OfARunningTask
         RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
       -1, 0, 1        1   <0.01%  Interesting  The task was robbed of its calls.
     -1, 0, 102        3    0.01%  Interesting  The task was robbed of its calls.
        0, 0, 2   24,698   99.98%   Acceptable  No call was under way.

   Broken on purpose, on a copy:
     A flush that gives no node back: OfADeadTask was FORBIDDEN, 0, 0, 101 each time.
     Not seen: a flush that gives each node back twice. Somebody would have to take it in between.
*/
