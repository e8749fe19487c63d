package org.jftrace.jcstress;

import org.jftrace.Filter;
import org.jftrace.FtraceCallback;
import org.jftrace.FtraceOps;
import org.jftrace.FtraceRegs;
import org.jftrace.OpsFlag;
import org.jftrace.Registration;
import org.jftrace.jcstress.rig.Rig;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/*
   A callback that makes its own CPU call the traced function again would never come to an end. So the core marks a task
   that is in a callback, and drops the calls it makes there; all but one, since an interrupt handler may be traced before
   its CPU says that it is in one. The callback below does just that, and then throws. What is promised, on every CPU:

       one inner call is let through, the one inside of that is dropped, and the outer one never is;
       the mark goes when the callback ends, also by an exception: the next call is traced again (races of real
       kernels, C14);
       each exception is counted, and the traced program goes on.

   RESULT  callbacks on CPU 0, callbacks on CPU 1, errors counted
*/
public class J07_RecursionGuardUnderExceptions {
    private static final int CALLS = 3;

    /** Calls f0 on the CPU it runs on, and throws. The CPU follows from the argument of the call. */
    private static class Recursive implements FtraceCallback {
        final int[] calls = new int[2];
        private final Rig rig;

        Recursive(Rig rig) {
            this.rig = rig;
        }

        @Override
        public void call(long ip, long parentIp, FtraceOps ops, FtraceRegs regs) {
            int cpu = (int) regs.argument(0);
            calls[cpu]++;
            rig.call(cpu, 0);
            throw new IllegalStateException("on purpose");
        }
    }

    private static void callSome(Rig rig, int cpu) {
        for (int i = 0; i < CALLS; i++) {
            rig.cpu(cpu).setX(0, cpu);
            rig.call(cpu, 0);
        }
    }

    @JCStressTest
    @Outcome(id = "6, 6, 12", expect = Expect.ACCEPTABLE, desc = "Every outer call is traced, and one inner one.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The guard let too many inner calls through, or kept an outer one out.")
    @State
    public static class Right {
        private final Rig rig = Rig.withFunctions(1);
        private final Recursive recursive = new Recursive(rig);
        private final Registration registration = rig.register("recursive", Filter.name("f0"), recursive);

        @Actor
        public void cpu0() {
            callSome(rig, 0);
        }

        @Actor
        public void cpu1() {
            callSome(rig, 1);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            r.r1 = recursive.calls[0];
            r.r2 = recursive.calls[1];
            r.r3 = (int) registration.errors();
        }
    }

    /*
       A tracer that guards itself, by a flag a CPU, and forgets to take it down when it throws.
    */
    @JCStressTest
    @Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Traced once, and never again.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Anything else.")
    @State
    public static class GuardNotReleased {
        private final Rig rig = Rig.withFunctions(1);
        private final Recursive recursive = new Recursive(rig);
        private final boolean[] inside = new boolean[2];
        private final Registration registration;

        public GuardNotReleased() {
            registration = rig.ftrace.register(FtraceOps.builder("own guard")
                    .filter(Filter.name("f0"))
                    .flags(OpsFlag.SAVE_REGS_IF_SUPPORTED)
                    .callback((ip, parentIp, ops, regs) -> {
                        int cpu = (int) regs.argument(0);
                        if (!inside[cpu]) {
                            inside[cpu] = true;
                            recursive.call(ip, parentIp, ops, regs);
                            inside[cpu] = false; // not reached
                        }
                    })
                    .build());
        }

        @Actor
        public void cpu0() {
            callSome(rig, 0);
        }

        @Actor
        public void cpu1() {
            callSome(rig, 1);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            r.r1 = recursive.calls[0];
            r.r2 = recursive.calls[1];
            r.r3 = (int) registration.errors();
        }
    }
}

/*
   Results, two iterations of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Right
       RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     6, 6, 12   13,085  100.00%  Acceptable  Every outer call is traced, and one inner one.

   GuardNotReleased
      RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
     1, 1, 2   13,862  100.00%  Interesting  Traced once, and never again.

   Broken on purpose, on a copy of the core of 23 November, which let no inner call through (3, 3, 6):
     The dispatcher keeping the mark when the callback throws: Right was FORBIDDEN, 1, 1, 2 in all of 24,702.
     One mark for all tasks: FORBIDDEN, for instance 0, 3, 3 in 6 % of the samples.
*/
