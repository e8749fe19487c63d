package org.jftrace.jcstress;

import java.util.BitSet;
import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.OpsFlag;
import org.jftrace.Registration;
import org.jftrace.TaskFilter;
import org.jftrace.jcstress.rig.Probe;
import org.jftrace.jcstress.rig.Rig;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/*
   A tracer is limited to tasks 2 and 7, then to tasks 2 and 8, and so on, while task 2 calls: races of real kernels, C3, where a reader
   kept hold of a live set. What setTasks() promises:

       each call is judged by one filter, the old one or the new one as a whole: task 2 is called back for each call,
       and when it has returned the new one is in force.

   RESULT  calls of task 2 that were lost or doubled; afterwards callbacks for a call by task 1, which neither filter names
*/
public class J11_TaskFilterAgainstCall {
    private static final int CALLS = 40;
    private static final int CHANGES = 20;

    private static void callSome(Rig rig, Probe probe, II_Result r) {
        for (int i = 0; i < CALLS; i++) {
            rig.call(1, 0);
        }
        r.r1 = probe.take() - CALLS;
    }

    private static int callOfTaskOne(Rig rig, Probe probe) {
        rig.call(0, 0);
        return probe.take();
    }

    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Task 2 is in both filters, and no call of it is lost.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A call was judged by something between, or by the wrong filter.")
    @State
    public static class Right {
        private final Rig rig = Rig.withFunctions(1);
        private final Probe probe = new Probe();
        private final Registration registration = rig.ftrace.register(FtraceOps.builder("probe")
                .filter(Filter.name("f0"))
                .flags(OpsFlag.PID)
                .callback(probe)
                .build());

        public Right() {
            registration.setTasks(TaskFilter.all().only(2, 7));
        }

        @Actor
        public void updater() {
            for (int i = 0; i < CHANGES; i++) {
                registration.setTasks(TaskFilter.all().only(2, 7 + (i & 1)));
            }
        }

        @Actor
        public void caller(II_Result r) {
            callSome(rig, probe, r);
        }

        @Arbiter
        public void arbiter(II_Result r) {
            r.r2 = callOfTaskOne(rig, probe);
        }
    }

    /*
       A tracer that asks for the task itself, in a set that is changed in place.
    */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "No call came between.")
    @Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "Calls of task 2 were lost, which both filters name.")
    @State
    public static class InPlace {
        private final Rig rig = Rig.withFunctions(1);
        private final Probe probe = new Probe();
        private final BitSet tasks = new BitSet();

        public InPlace() {
            tasks.set(2);
            tasks.set(7);
            rig.register("probe", Filter.name("f0"), (ip, parentIp, ops, regs) -> {
                if (tasks.get(rig.ftrace.currentCpu().task().id())) {
                    probe.call(ip, parentIp, ops, regs);
                }
            });
        }

        @Actor
        public void updater() {
            for (int i = 0; i < CHANGES; i++) {
                tasks.clear();
                tasks.set(2);
                tasks.set(7 + (i & 1));
            }
        }

        @Actor
        public void caller(II_Result r) {
            callSome(rig, probe, r);
        }

        @Arbiter
        public void arbiter(II_Result r) {
            r.r2 = callOfTaskOne(rig, probe);
        }
    }
}

/*
   Results, two iterations of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Right
     RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
       0, 0   12,343  100.00%  Acceptable  Task 2 is in both filters, and no call of it is lost.

   InPlace
     RESULT  SAMPLES    FREQ       EXPECT  DESCRIPTION
      -1, 0        6   0.02%  Interesting  Calls of task 2 were lost, which both filters name.
      -2, 0        3   0.01%  Interesting  Calls of task 2 were lost, which both filters name.
      -4, 0        2   0.01%  Interesting  Calls of task 2 were lost, which both filters name.
      -5, 0        2   0.01%  Interesting  Calls of task 2 were lost, which both filters name.
       0, 0   26,929  99.95%   Acceptable  No call came between.

   Broken on purpose, on a copy:
     The core with Tracer.setTasks() as no task first, then the new tasks: Right was FORBIDDEN, -1, 0 and -2, 0 in 6 of
     27,262.
*/
