package org.jftrace.jcstress;

import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.jcstress.rig.Probe;
import org.jftrace.jcstress.rig.Rig;
import org.jftrace.jcstress.rig.TornMemory;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.testkit.forwarding.ForwardingMachine;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/*
   The literal is 64 bits wide, and trampolines follow it as a pointer. It is 8-byte aligned and written by one 64-bit
   store, so a CPU that loads it gets the old ops or the new one:

       no CPU ever loads half of one pointer and half of another.

   Handles usually share their upper half, and a torn pointer would go unnoticed. So this machine is laid out such that a
   4 GiB boundary lies in its heap: nop_ops below it, the ops above.

       nop_ops   0xffff8000_ffffXXXX
       the ops   0xffff8001_0000XXXX
       torn      0xffff8000_0000XXXX or 0xffff8001_ffffXXXX
*/
public class J02_LiteralNeverTorn {
    private static final long BOUNDARY = 0xffff_8001_0000_0000L;
    private static final int PATIENCE = 2000;

    private static LightMachine machineAcrossTheBoundary() {
        return LightMachine.builder()
                .functions(1)
                .text(BOUNDARY - 0x4000)
                .heap(0x4000)
                .build();
    }

    /** Takes what is left of the heap below the boundary, so that the next handle lies above. */
    private static void fillUpToTheBoundary(CodeMemory memory) {
        long free = memory.allocateData(16);
        memory.free(free);
        memory.allocateData(BOUNDARY - free);
    }

    /** Loads the literal until it is no longer nop_ops; gives up at last. */
    private static long firstOther(Rig rig) {
        long seen = rig.nopOps;
        for (int i = 0; i < PATIENCE && seen == rig.nopOps; i++) {
            seen = rig.literal(0);
        }
        return seen;
    }

    private static int judge(Rig rig, long seen) {
        return seen == rig.nopOps ? 0 : seen == rig.literal(0) ? 1 : 2;
    }

    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "Only nop_ops was seen.")
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "nop_ops, then the ops.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Neither: torn.")
    @State
    public static class Right {
        private final Rig rig = Rig.on(machineAcrossTheBoundary());
        private final FtraceOps ops = FtraceOps.of("probe", Filter.name("f0"), new Probe());
        private long seen;

        public Right() {
            fillUpToTheBoundary(rig.machine.memory());
        }

        @Actor
        public void updater() {
            rig.ftrace.register(ops);
        }

        @Actor
        public void reader() {
            seen = firstOther(rig);
        }

        @Arbiter
        public void arbiter(I_Result r) {
            r.r1 = judge(rig, seen);
        }
    }

    /*
       The same core on a machine that breaks a promise of the SPI: it stores 64 bits as two halves.
    */
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "Only nop_ops was seen.")
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "nop_ops, then the ops.")
    @Outcome(id = "2", expect = Expect.ACCEPTABLE_INTERESTING, desc = "A pointer to nowhere.")
    @State
    public static class TwoHalves {
        private final LightMachine machine = machineAcrossTheBoundary();
        private final Rig rig = Rig.onBroken(machine, new ForwardingMachine(machine, new TornMemory(machine.memory())));
        private final FtraceOps ops = FtraceOps.of("probe", Filter.name("f0"), new Probe());
        private long seen;

        public TwoHalves() {
            fillUpToTheBoundary(machine.memory());
        }

        @Actor
        public void updater() {
            rig.ftrace.register(ops);
        }

        @Actor
        public void reader() {
            seen = firstOther(rig);
        }

        @Arbiter
        public void arbiter(I_Result r) {
            r.r1 = judge(rig, seen);
        }
    }
}

/*
   Results, two iterations of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Right
     RESULT  SAMPLES    FREQ      EXPECT  DESCRIPTION
          0   11,251  43.84%  Acceptable  Only nop_ops was seen.
          1   14,411  56.16%  Acceptable  nop_ops, then the ops.

   TwoHalves
     RESULT  SAMPLES    FREQ      EXPECT  DESCRIPTION
          0    7,833  57.39%  Acceptable  Only nop_ops was seen.
          1    5,816  42.61%  Acceptable  nop_ops, then the ops.

   Broken on purpose, on a copy:
     The core with Arm64CallSitePatcher.setOps writing two words: Right was FORBIDDEN, 2 in 139 of 25,022.
*/
