package org.jftrace.jcstress.lists;

import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.jcstress.rig.Rig;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.HostEntry;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/*
   The entry trampoline loads the ops from the literal, and from there the function to call and the direct target. All three may be
   changed while it does so: races of real kernels, C12. What is promised:

       a callback is called with the ops that it was registered for, whatever the literal holds by then, and since there is one,
       each call is told to somebody: the first tracer, both, or the second.

   That each is loaded once is counted by HostEntryReadsTest; here it would not show, since a function to call knows its ops.

   RESULT  callbacks with another's ops; 1 if a call had no callback after one that had
*/
public class J36_HostEntryReadsOnce {
    private static final int CALLS = 20;

    /** Enough for one tracer to take the other's place. */
    private static final int MOST = 1000;

    /** A tracer of f0 that knows its own ops, and one that takes its place. */
    private static final class Pair {
        final Rig rig;
        volatile boolean replaced;
        int wrong;
        int called;

        Pair(Rig rig) {
            this.rig = rig;
        }

        FtraceOps ops(String name) {
            return FtraceOps.of(name, Filter.name("f0"), (ip, parentIp, ops, regs) -> {
                called++;
                wrong += ops.name().equals(name) ? 0 : 1;
            });
        }

        void replace() {
            Registration first = rig.ftrace.register(ops("first"));
            rig.ftrace.register(ops("second"));
            first.close();
            replaced = true;
        }

        void callSome() {
            for (int i = 0; i < CALLS; i++) {
                rig.call(1, 0);
            }
        }
    }

    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Each with its own.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "One callback with the other's ops, or a call lost.")
    @State
    public static class Right {
        private final Pair pair = new Pair(Rig.withFunctions(1));

        @Actor
        public void updater() {
            pair.replace();
        }

        @Actor
        public void caller(II_Result r) {
            for (int i = 0; i < MOST && !pair.replaced; i++) {
                int before = pair.called;
                pair.rig.call(1, 0);
                r.r2 |= before == 0 || pair.called > before ? 0 : 1;
            }
            r.r1 = pair.wrong;
        }
    }

    /*
       An entry that looks at the literal before it enters, and takes for granted that the trampoline will find the same.
    */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "The literal held still.")
    @Outcome(id = "[1-9].*, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "It had changed by then.")
    @State
    public static class ReadTwice {
        private final Rig rig = Rig.withFunctions(1);
        private final Pair pair = new Pair(rig);
        private int changed;

        public ReadTwice() {
            HostEntry entry = rig.hostEntry();
            rig.machine.intercept(new HostEntry() {
                @Override
                public boolean isEntry(long target) {
                    return entry.isEntry(target);
                }

                @Override
                public void enter(GuestCpu cpu, long target) {
                    long literal = rig.literal(0);
                    entry.enter(cpu, target);
                    changed += rig.literal(0) == literal ? 0 : 1;
                }

                @Override
                public boolean isReturn(long pc) {
                    return entry.isReturn(pc);
                }

                @Override
                public void leave(GuestCpu cpu) {
                    entry.leave(cpu);
                }
            });
        }

        @Actor
        public void updater() {
            pair.replace();
        }

        @Actor
        public void caller(II_Result r) {
            pair.callSome();
            r.r1 = changed;
        }
    }
}

/*
   Results, one iteration of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026; Right on 1 December.

   Right
     RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
       0, 0   12,031  100.00%  Acceptable  Each with its own.

   ReadTwice
     RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
       0, 0   17,348   99.98%   Acceptable  The literal held still.
       1, 0        4    0.02%  Interesting  It had changed by then.
*/
