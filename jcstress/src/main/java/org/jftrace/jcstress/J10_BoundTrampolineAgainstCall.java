package org.jftrace.jcstress;

import java.util.List;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.jcstress.rig.Probe;
import org.jftrace.jcstress.rig.Rig;
import org.jftrace.sim.light.CallSiteLayout;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.testkit.forwarding.ForwardingMachine;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/*
   A site compiled without room for a literal cannot name its tracer. Its BL goes to a trampoline that is bound to the only
   tracer, or to the one that is bound to the list. So here the BL itself changes where it leads, under running CPUs, and a
   trampoline is freed when its tracer goes. What is promised:

       a tracer that was there already misses no call when another comes or goes, and sees none twice;
       no CPU is ever on its way to a trampoline that is freed.
*/
public class J10_BoundTrampolineAgainstCall {
    private static final int CALLS = 20;

    private static LightMachine machine() {
        return LightMachine.builder().layouts(CallSiteLayout.TWO).heap(4096).build();
    }

    /*
       Another tracer comes, and goes: bound trampoline, list, bound trampoline.
       RESULT  calls that the first tracer missed or saw twice; 1 if the second left nothing behind
    */
    @JCStressTest
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The first saw every call once.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A call was lost or doubled, or memory is.")
    @State
    public static class AnotherComesAndGoes {
        private final Rig rig = Rig.on(machine());
        private final Probe first = new Probe();
        private final Registration registration = rig.register("first", Filter.name("f0"), first);
        private final FtraceOps second = FtraceOps.of("second", Filter.name("f0"), new Probe());

        @Actor
        public void updater() {
            rig.ftrace.register(second).close();
        }

        @Actor
        public void caller(II_Result r) {
            for (int i = 0; i < CALLS; i++) {
                rig.call(1, 0);
            }
            r.r1 = first.take() - CALLS;
        }

        @Arbiter
        public void arbiter(II_Result r) {
            registration.close();
            r.r2 = rig.nothingLeaked() ? 1 : 0;
        }
    }

    private static int callUntilSilent(Rig rig, Probe probe) {
        try {
            for (int i = 0; i < CALLS; i++) {
                rig.call(1, 0);
            }
            return probe.take() > 0 ? 1 : 0;
        } catch (IllegalStateException | IllegalArgumentException | FtraceException fault) {
            return 2;
        }
    }

    /*
       The only tracer goes.
       RESULT  0 never called, 1 called, 2 a CPU branched to freed memory; 1 if nothing is left behind
    */
    @JCStressTest
    @Outcome(
            id = {"0, 1", "1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "The trampoline outlived the last call.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A CPU branched to freed memory, or some is lost.")
    @State
    public static class TheOnlyOneGoes {
        private final Rig rig = Rig.on(machine());
        private final Probe probe = new Probe();
        private final Registration registration = rig.register("probe", Filter.name("f0"), probe);

        @Actor
        public void updater() {
            registration.close();
        }

        @Actor
        public void caller(II_Result r) {
            r.r1 = callUntilSilent(rig, probe);
        }

        @Arbiter
        public void arbiter(II_Result r) {
            r.r2 = rig.nothingLeaked() ? 1 : 0;
        }
    }

    /*
       A machine whose awaitQuiescence() does not wait for a CPU that has fetched the BL and is not in the trampoline yet.
    */
    @JCStressTest
    @Outcome(
            id = {"0, 1", "1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "No CPU was on its way.")
    @Outcome(id = "2, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "A CPU branched to freed memory.")
    @State
    public static class NobodyWaits {
        private final LightMachine machine = machine();
        private final Rig rig = Rig.onBroken(machine, new ForwardingMachine(machine) {
            @Override
            public void awaitQuiescence(List<AddressRange> ranges) {}
        });
        private final Probe probe = new Probe();
        private final Registration registration = rig.register("probe", Filter.name("f0"), probe);

        @Actor
        public void updater() {
            registration.close();
        }

        @Actor
        public void caller(II_Result r) {
            r.r1 = callUntilSilent(rig, probe);
        }

        @Arbiter
        public void arbiter(II_Result r) {
            r.r2 = rig.nothingLeaked() ? 1 : 0;
        }
    }
}

/*
   Results, two iterations of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   AnotherComesAndGoes
     RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
       0, 1      469  100.00%  Acceptable  The first saw every call once.

   TheOnlyOneGoes
     RESULT  SAMPLES    FREQ      EXPECT  DESCRIPTION
       0, 1   13,592  49.28%  Acceptable  The trampoline outlived the last call.
       1, 1   13,990  50.72%  Acceptable  The trampoline outlived the last call.

   NobodyWaits
     RESULT  SAMPLES    FREQ       EXPECT  DESCRIPTION
       0, 1    3,348  69.72%   Acceptable  No CPU was on its way.
       1, 1    1,453  30.26%   Acceptable  No CPU was on its way.
       2, 1        1   0.02%  Interesting  A CPU branched to freed memory.

   Broken on purpose, on a copy:
     The core without awaitQuiescence() and grace.await(): TheOnlyOneGoes was FORBIDDEN, 2, 1 in 12 of 4,786.
     The core that frees what a tracer had before it waits: TheOnlyOneGoes was FORBIDDEN, 2, 1 in 9 of 19,664.
*/
