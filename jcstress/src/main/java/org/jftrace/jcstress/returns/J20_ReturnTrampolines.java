package org.jftrace.jcstress.returns;

import org.jftrace.Filter;
import org.jftrace.FtraceRegs;
import org.jftrace.jcstress.rig.Rig;
import org.jftrace.returns.RegisterSet;
import org.jftrace.returns.ReturnHandler;
import org.jftrace.returns.ReturnHooks.Trampoline;
import org.jftrace.returns.ReturnRegs;
import org.jftrace.sim.light.LightCpu;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.GuestTask;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/*
   Return trampolines are opened and freed while CPUs return through others. They are kept in an array that is copied on change,
   and searched without a lock. What is promised:

       a trampoline that is open is found, whatever else is opened or freed;
       who finds one finds its code written, its gate mapped and its handler there.

   That the array is published with a release is shown only as far as the order of the program goes: on x86 a plain store in its
   place is the same instruction, and the compiler cannot move it over the patching of words, each of which is a
   compare-and-set. The same goes for the array of those who know hidden addresses, CoreReturns.hooks.
*/
public class J20_ReturnTrampolines {
    private static final int ROUNDS = 10;

    /** Sends everybody home. */
    private static final class Home implements ReturnHandler {
        private final long home;

        Home(long home) {
            this.home = home;
        }

        @Override
        public void onReturn(GuestCpu cpu, ReturnRegs regs) {
            regs.setInstructionPointer(home);
        }

        @Override
        public long realReturn(GuestTask task, long sp, int nth) {
            return nth == 0 ? home : NONE;
        }
    }

    private static Trampoline open(Rig rig) {
        return rig.ftrace.returns().open(RegisterSet.RESULTS, new Home(rig.machine.caller() + 4));
    }

    /** Returns to a trampoline; 1 if it sent the CPU on. */
    private static int returnTo(Rig rig, LightCpu cpu, long trampoline) {
        if (!rig.hostEntry().isReturn(trampoline)) {
            return 0;
        }
        cpu.setPc(trampoline);
        rig.hostEntry().leave(cpu);
        return cpu.pc() == rig.machine.caller() + 4 ? 1 : 0;
    }

    /*
       At the end a stack trace is taken of a function that returns to each of the two.
       RESULT  1 if each found the trampoline that it had opened; how many are found at the end, + 10 for each whose hidden
       address is found
    */
    @JCStressTest
    @Outcome(id = "1, 1, 22", expect = Expect.ACCEPTABLE, desc = "Both are open.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "One is lost.")
    @State
    public static class TwoOpenAtOnce {
        private final Rig rig = Rig.withFunctions(1);
        private long first;
        private long second;

        @Actor
        public void one(III_Result r) {
            first = open(rig).address();
            r.r1 = returnTo(rig, rig.cpu(0), first);
        }

        @Actor
        public void other(III_Result r) {
            second = open(rig).address();
            r.r2 = returnTo(rig, rig.cpu(1), second);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            r.r3 = returnTo(rig, rig.cpu(0), first) + returnTo(rig, rig.cpu(0), second);
            rig.register("trace", Filter.name("f0"), (ip, parentIp, ops, regs) -> {
                r.r3 += hidesTheCaller(regs, first) + hidesTheCaller(regs, second);
                regs.setLinkRegister(parentIp);
            });
            rig.call(0, 0);
        }

        private int hidesTheCaller(FtraceRegs regs, long trampoline) {
            regs.setLinkRegister(trampoline);
            long[] trace = new long[2];
            return rig.ftrace.stackTrace(trace) == 2 && trace[1] == rig.machine.caller() + 4 ? 10 : 0;
        }
    }

    /*
       RESULT  returns that went astray while other trampolines came and went
    */
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "Every return found its way.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A return went astray.")
    @State
    public static class OthersComeAndGo {
        private final Rig rig = Rig.withFunctions(1);
        private final Trampoline before = open(rig);
        private final Trampoline mine = open(rig);

        @Actor
        public void changer() {
            before.close();
            for (int i = 0; i < ROUNDS; i++) {
                open(rig).close();
            }
        }

        @Actor
        public void returner(I_Result r) {
            for (int i = 0; i < 2 * ROUNDS; i++) {
                r.r1 += 1 - returnTo(rig, rig.cpu(1), mine.address());
            }
        }
    }

    /*
       Where the next trampoline will be is known: an earlier one was there. So it is looked for while it is made.
       RESULT  0 it was not found, 1 it was found ready, 2 its code was not written yet, 3 its gate was not mapped yet
    */
    @JCStressTest
    @Outcome(
            id = {"0", "1"},
            expect = Expect.ACCEPTABLE,
            desc = "Found when it was ready.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Found before it was ready.")
    @State
    public static class FoundIsReady {
        private static final int X16 = 16;

        private final Rig rig = Rig.withFunctions(1);
        private final long address;
        private final int lastWord;

        public FoundIsReady() {
            Trampoline earlier = open(rig);
            address = earlier.address();
            int size = 0;
            while (rig.machine.memory().readWord(address + size) != Rig.RET) {
                size += 4;
            }
            lastWord = size;
            earlier.close();
        }

        @Actor
        public void opener() {
            if (open(rig).address() != address) {
                throw new IllegalStateException("not where the earlier one was");
            }
        }

        @Actor
        public void returner(I_Result r) {
            for (int i = 0; i < 1000 && r.r1 == 0; i++) {
                if (rig.hostEntry().isReturn(address)) {
                    r.r1 = look();
                }
            }
        }

        private int look() {
            if (rig.machine.memory().readWord(address + lastWord) != Rig.RET) {
                return 2;
            }
            LightCpu cpu = rig.cpu(1);
            return returnTo(rig, cpu, address) == 1 && cpu.x(X16) != 0 ? 1 : 3;
        }
    }
}

/*
   Results, one iteration of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   TwoOpenAtOnce
       RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     1, 1, 22   24,702  100.00%  Acceptable  Both are open.

   OthersComeAndGo
     RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
          0   24,382  100.00%  Acceptable  Every return found its way.

   FoundIsReady
     RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
          0    4,407   19.47%  Acceptable  Found when it was ready.
          1   18,233   80.53%  Acceptable  Found when it was ready.

   Broken on purpose, on a copy:
     Arm64Returns that publishes before it has written code and gate: FoundIsReady was FORBIDDEN, 2 in 1,010 of 8,870.
     CoreReturns.open() that reads, adds and sets, and Arm64Returns.open() without its lock: TwoOpenAtOnce was FORBIDDEN,
     0, 1, 21 and 1, 0, 21 in 20 of some 25,000.
     Not seen on x86: the array of Arm64Returns published with a plain store.
*/
