package org.jftrace.jcstress;

import java.util.List;
import org.jftrace.Filter;
import org.jftrace.FtraceCallback;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.FtraceRegs;
import org.jftrace.Registration;
import org.jftrace.jcstress.rig.Probe;
import org.jftrace.jcstress.rig.Rig;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.testkit.forwarding.ForwardingMachine;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/*
   A tracer is unregistered while another CPU calls the function. What close() promises:

       when it has returned, the callback is not running, and it never runs again.

   So two things must not be seen: a callback that began after close() had returned, and one that had begun before but
   was still going on. The callback below notes both, looking at a flag that is set once close() has returned.

   What is shown is that close() waits, and in which order. What makes its waiting sure is not: the machine below has
   fences of its own in its place. J12 shows that.
*/
public class J04_UnregisterAgainstCall {
    private static final int CALLS = 20;

    /** Runs for a while, and notes whether close() returned before its end. */
    private static final class Lingering implements FtraceCallback {
        volatile boolean closed;
        boolean called;
        boolean late;

        @Override
        public void call(long ip, long parentIp, FtraceOps ops, FtraceRegs regs) {
            called = true;
            for (int i = 0; i < 20 && !closed; i++) {
                Thread.onSpinWait();
            }
            late |= closed;
        }

        /** Tells whether it was called since the last time. */
        int take() {
            int taken = called ? 1 : 0;
            called = false;
            return taken;
        }
    }

    private static void callSome(Rig rig, Lingering lingering, III_Result r) {
        for (int i = 0; i < CALLS; i++) {
            rig.call(1, 0);
        }
        r.r1 = lingering.take();
        r.r2 = lingering.late ? 1 : 0;
    }

    /*
       The only tracer of a site: BL and the ops become NOP and nop_ops.
       RESULT  called at all, called late, called afterwards (100: the site is not as it was)
    */
    @JCStressTest
    @Outcome(
            id = {"0, 0, 0", "1, 0, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "Silent when close() had returned.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The callback ran after close() had returned.")
    @State
    public static class Only {
        private final Rig rig = Rig.withFunctions(1);
        private final Lingering lingering = new Lingering();
        private final Registration registration = rig.register("lingering", Filter.name("f0"), lingering);

        @Actor
        public void updater() {
            registration.close();
            lingering.closed = true;
        }

        @Actor
        public void caller(III_Result r) {
            callSome(rig, lingering, r);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            rig.call(0, 0);
            r.r3 = lingering.take() + (rig.untouched(0) ? 0 : 100);
        }
    }

    /*
       One of three tracers with the same filter. The site stays as it is, with a BL to the list; no code is changed, and
       still close() has to wait: races of real kernels, C1.
       RESULT  called at all, called late, calls of the others that were lost or doubled
    */
    @JCStressTest
    @Outcome(
            id = {"0, 0, 0", "1, 0, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "Silent when close() had returned.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It ran after close() had returned, or the others noticed.")
    @State
    public static class OneOfThree {
        private final Rig rig = Rig.withFunctions(1);
        private final Lingering lingering = new Lingering();
        private final Probe others = new Probe();
        private final Registration registration;

        public OneOfThree() {
            rig.register("first", Filter.name("f0"), others);
            registration = rig.register("lingering", Filter.name("f0"), lingering);
            rig.register("last", Filter.name("f0"), others);
        }

        @Actor
        public void updater() {
            registration.close();
            lingering.closed = true;
        }

        @Actor
        public void caller(III_Result r) {
            callSome(rig, lingering, r);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            rig.call(0, 0);
            r.r3 = others.take() - 2 * (CALLS + 1) + 100 * lingering.take();
        }
    }

    /*
       An embedder that forgets both ways to be waited for: its intercepted calls are in no reader section, and its
       awaitQuiescence() does not wait. Nothing tells the core that the callback is running.
    */
    @JCStressTest
    @Outcome(
            id = {"0, 0, 0", "1, 0, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "Silent when close() had returned.")
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "It was still running.")
    @Outcome(
            id = {"0, 2, 0", "1, 2, 0"},
            expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "A CPU used freed memory.")
    @State
    public static class NobodyWaits {
        private final LightMachine machine = LightMachine.builder().heap(2048).build();
        private final ForwardingMachine impatient = new ForwardingMachine(machine) {
            @Override
            public void awaitQuiescence(List<AddressRange> ranges) {}
        };
        private final Rig rig = Rig.onBroken(machine, impatient);
        private final Lingering lingering = new Lingering();
        private final Registration registration = rig.register("lingering", Filter.name("f0"), lingering);

        public NobodyWaits() {
            machine.intercept(rig.hostEntryWithoutSections());
        }

        @Actor
        public void updater() {
            registration.close();
            lingering.closed = true;
        }

        @Actor
        public void caller(III_Result r) {
            try {
                callSome(rig, lingering, r);
            } catch (IllegalStateException | FtraceException e) {
                r.r1 = lingering.take();
                r.r2 = 2;
            }
        }

        @Arbiter
        public void arbiter(III_Result r) {
            rig.call(0, 0);
            r.r3 = lingering.take();
        }
    }
}

/*
   Results, two iterations of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Only
      RESULT  SAMPLES    FREQ      EXPECT  DESCRIPTION
     0, 0, 0      948  56.60%  Acceptable  Silent when close() had returned.
     1, 0, 0      727  43.40%  Acceptable  Silent when close() had returned.

   OneOfThree
      RESULT  SAMPLES    FREQ      EXPECT  DESCRIPTION
     0, 0, 0    6,940  50.68%  Acceptable  Silent when close() had returned.
     1, 0, 0    6,754  49.32%  Acceptable  Silent when close() had returned.

   NobodyWaits
      RESULT  SAMPLES    FREQ       EXPECT  DESCRIPTION
     0, 0, 0   14,698  54.55%   Acceptable  Silent when close() had returned.
     0, 2, 0        3   0.01%  Interesting  A CPU used freed memory.
     1, 0, 0   12,221  45.36%   Acceptable  Silent when close() had returned.
     1, 1, 0       16   0.06%  Interesting  It was still running.
     1, 2, 0        4   0.01%  Interesting  A CPU used freed memory.

   Broken on purpose, on a copy:
     The core without awaitUnused() in FtraceCore.remove: Only was FORBIDDEN, 1, 1, 0 in 29 and 0, 0, 1 in 6
     of 24,382, and OneOfThree was FORBIDDEN, 1, 1, 0 in 21 of 25,342.
     The core that waits only if no other tracer selects the same sites (C1): OneOfThree was FORBIDDEN,
     1, 1, 0 in 24 of 24,062. Only cannot notice that, and did not.
     GracePeriod.enter with a store (W09): nothing was seen here; J12 is where it is.
*/
