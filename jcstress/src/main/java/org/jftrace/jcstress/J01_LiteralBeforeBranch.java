package org.jftrace.jcstress;

import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.jcstress.rig.Probe;
import org.jftrace.jcstress.rig.Rig;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.ArchPort;
import org.jftrace.spi.arch.CallSite;
import org.jftrace.spi.arch.HostEntry;
import org.jftrace.spi.arch.OpsHandle;
import org.jftrace.spi.testkit.forwarding.NoSection;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/*
   Enabling a site takes two writes: the literal gets the ops, the NOP becomes a BL. They are far enough apart that a CPU
   can run between them. The literal goes first, and the write of the BL is a release; so:

       a CPU that executes the BL finds in the literal the ops that the site was enabled for, never nop_ops,
       and that ops calls back.

   Nothing is promised to a CPU that still executes the NOP: it may find either value there, but it does not look.
*/
public class J01_LiteralBeforeBranch {
    private static final int PATIENCE = 2000;

    /** Stands between CPU and trampoline: notes what the literal held when the CPU had taken the BL. */
    private static final class Watch implements HostEntry {
        private final HostEntry entry;
        private final CodeMemory memory;
        private final long literal;
        boolean entered;
        long seen;

        Watch(HostEntry entry, LightMachine machine) {
            this.entry = entry;
            this.memory = machine.memory();
            this.literal = machine.function(0) - 8;
        }

        @Override
        public boolean isEntry(long target) {
            return entry.isEntry(target);
        }

        @Override
        public void enter(GuestCpu cpu, long target) {
            seen = memory.readLongAcquire(literal);
            entered = true;
            entry.enter(cpu, target);
        }

        @Override
        public boolean isReturn(long pc) {
            return entry.isReturn(pc);
        }

        @Override
        public void leave(GuestCpu cpu) {
            entry.leave(cpu);
        }

        /** Calls f0 until it has become a BL. */
        void callUntilEntered(LightMachine machine) {
            for (int i = 0; i < PATIENCE && !entered; i++) {
                machine.cpu(1).call(machine.function(0));
            }
        }
    }

    /*
       RESULT  what the CPU saw                        callbacks
        0, 0   only NOPs: it gave up too early         none
        1, 1   a BL, and the ops behind it             one
        2, 0   a BL, and nop_ops behind it             none: the call was lost
    */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Only NOPs were executed.")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The first BL led to the ops.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A BL with nop_ops behind it, or without a callback.")
    @State
    public static class Right {
        private final Rig rig = Rig.withFunctions(1);
        private final Watch watch = new Watch(rig.hostEntry(), rig.machine);
        private final Probe probe = new Probe();
        private final FtraceOps ops = FtraceOps.of("probe", Filter.name("f0"), probe);

        public Right() {
            rig.machine.intercept(watch);
        }

        @Actor
        public void updater() {
            rig.ftrace.register(ops);
        }

        @Actor
        public void caller(II_Result r) {
            watch.callUntilEntered(rig.machine);
            r.r1 = !watch.entered ? 0 : watch.seen == rig.nopOps ? 2 : 1;
            r.r2 = probe.calls;
        }
    }

    /*
       The same two writes by hand, in the wrong order.
    */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Only NOPs were executed.")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The first BL led to the ops.")
    @Outcome(id = "2, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "A BL with nop_ops behind it: a lost call.")
    @Outcome(id = "2, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The literal came just in time.")
    @State
    public static class BranchFirst {
        private final LightMachine machine =
                LightMachine.builder().functions(1).heap(1024).build();
        private final ArchPort port = Arm64Port.on(machine);
        private final Watch watch = new Watch(port.hostEntry(new NoSection()), machine); // nothing is freed here
        private final CallSite site;
        private final long nopOps = handle(port.trampolines().stub());
        private final long ops;
        private int calls;

        public BranchFirst() {
            site = new CallSite(machine.function(0), machine.ip(0), machine.function(0) - 8);
            port.patcher().initialise(site, nopOps);
            ops = handle(port.openGate((cpu, ip, parentIp, regs) -> calls++));
            machine.intercept(watch);
        }

        private long handle(long func) {
            long handle = machine.memory().allocateData(OpsHandle.SIZE);
            machine.memory().patchLong(handle + OpsHandle.FUNC, func);
            return handle;
        }

        @Actor
        public void updater() {
            port.patcher().makeCall(site, port.trampolines().entry());
            port.patcher().setOps(site, ops);
        }

        @Actor
        public void caller(II_Result r) {
            watch.callUntilEntered(machine);
            r.r1 = !watch.entered ? 0 : watch.seen == nopOps ? 2 : 1;
            r.r2 = calls;
        }
    }
}

/*
   Results, two iterations of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Right
     RESULT  SAMPLES    FREQ      EXPECT  DESCRIPTION
       0, 0      354  49.37%  Acceptable  Only NOPs were executed.
       1, 1      363  50.63%  Acceptable  The first BL led to the ops.

   BranchFirst
     RESULT  SAMPLES    FREQ       EXPECT  DESCRIPTION
       0, 0    3,182  18.57%   Acceptable  Only NOPs were executed.
       1, 1   13,947  81.41%   Acceptable  The first BL led to the ops.
       2, 0        2   0.01%  Interesting  A BL with nop_ops behind it: a lost call.

   Broken on purpose, on a copy:
     The core with CodeUpdater.apply writing the literal after the BL: Right was FORBIDDEN,
     2, 0 once and 2, 1 six times in 25,342.
*/
