package org.jftrace.jcstress.lists;

import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.OpsFlag;
import org.jftrace.jcstress.rig.Rig;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/*
   Two CPUs call one function whose tracer is protected from recursion, both at once. The guard is of the task, so:

       neither keeps the other out: each call is traced.

   RESULT  1 if each call of the first CPU was traced; of the second
*/
public class J37_OneProgramTwoCpus {
    private static final int CALLS = 10;

    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Each call.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "One CPU was taken for the recursion of the other.")
    @State
    public static class Right {
        private final Rig rig = Rig.withFunctions(1);
        private final int[] calls = new int[2];

        public Right() {
            rig.ftrace.register(FtraceOps.builder("guarded")
                    .filter(Filter.all())
                    .flags(OpsFlag.RECURSION)
                    .callback((ip, parentIp, ops, regs) ->
                            calls[rig.ftrace.currentCpu().id()]++)
                    .build());
        }

        private int callSome(int cpu) {
            for (int i = 0; i < CALLS; i++) {
                rig.call(cpu, 0);
            }
            return calls[cpu] == CALLS ? 1 : 0;
        }

        @Actor
        public void first(II_Result r) {
            r.r1 = callSome(0);
        }

        @Actor
        public void second(II_Result r) {
            r.r2 = callSome(1);
        }
    }

    /*
       A tracer that guards itself by one flag for all.
    */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "They did not meet.")
    @Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "They met, and calls were missed.")
    @State
    public static class OneFlag {
        private final Rig rig = Rig.withFunctions(1);
        private final int[] calls = new int[2];
        private volatile boolean inside;

        public OneFlag() {
            rig.register("flag", Filter.all(), (ip, parentIp, ops, regs) -> {
                if (!inside) {
                    inside = true;
                    Thread.onSpinWait();
                    calls[rig.ftrace.currentCpu().id()]++;
                    inside = false;
                }
            });
        }

        private int callSome(int cpu) {
            for (int i = 0; i < CALLS; i++) {
                rig.call(cpu, 0);
            }
            return calls[cpu] == CALLS ? 1 : 0;
        }

        @Actor
        public void first(II_Result r) {
            r.r1 = callSome(0);
        }

        @Actor
        public void second(II_Result r) {
            r.r2 = callSome(1);
        }
    }
}

/*
   Results, one iteration of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Right
     RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
       1, 1   24,062  100.00%  Acceptable  Each call.

   OneFlag
     RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
       0, 0    1,408    5.85%  Interesting  They met, and calls were missed.
       0, 1       95    0.39%  Interesting  They met, and calls were missed.
       1, 0       46    0.19%  Interesting  They met, and calls were missed.
       1, 1   22,513   93.56%   Acceptable  They did not meet.
*/
