package org.jftrace.jcstress.returns;

import org.jftrace.Filter;
import org.jftrace.fprobe.Fprobe;
import org.jftrace.fprobe.FprobeRegistration;
import org.jftrace.fprobe.Fprobes;
import org.jftrace.jcstress.rig.Lingering;
import org.jftrace.jcstress.rig.Rig;
import org.jftrace.rethook.Rethooks;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/*
   An fprobe is disabled and enabled while another CPU calls its function. Neither waits for anybody. What they promise:

       a call that was entered has its exit handled, disabled meanwhile or not;
       a call that begins after enable() has returned is entered, one that begins after disable() has returned is not.

   The flag is volatile. What a plain one could do cannot be seen here: the actors' own volatile accesses keep order, and on x86 a
   store is not seen early.
*/
public class J19_DisableAgainstCall {
    private static final int CALLS = 40;
    private static final int CHANGES = 20;

    /** Counts what one caller enters and leaves. */
    private static final class Counts {
        int entries;
        int exits;

        int enter() {
            entries++;
            for (int i = 0; i < 5; i++) {
                Thread.onSpinWait();
            }
            return 0;
        }

        void exit() {
            exits++;
        }
    }

    private static FprobeRegistration register(Rig rig, Fprobe probe) {
        return Fprobes.on(rig.ftrace, Rethooks.on(rig.ftrace, 2), 2).register(probe, Filter.name("f0"));
    }

    private static Fprobe counting(Counts counts) {
        return Fprobe.builder("counting")
                .entry((ip, returnAddress, regs, data) -> counts.enter())
                .exit((ip, returnAddress, regs, data) -> counts.exit())
                .build();
    }

    /*
       RESULT  1 if some calls were entered and some not; entries without an exit, and missed ones; calls that were entered when it was disabled for good
    */
    @JCStressTest
    @Outcome(
            id = {"0, 0, 0", "1, 0, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "Who entered has exited.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "An exit is lost, or a disabled probe was called.")
    @State
    public static class EntriesHaveExits {
        private final Rig rig = Rig.withFunctions(1);
        private final Counts counts = new Counts();
        private final FprobeRegistration registration = register(rig, counting(counts));

        @Actor
        public void switcher() {
            for (int i = 0; i < CHANGES; i++) {
                Lingering.pause();
                registration.disable();
                Lingering.pause();
                registration.enable();
            }
            registration.disable();
        }

        @Actor
        public void caller() {
            for (int i = 0; i < CALLS; i++) {
                rig.call(1, 0);
            }
        }

        @Arbiter
        public void arbiter(III_Result r) {
            r.r1 = counts.entries > 0 && counts.entries < CALLS ? 1 : 0;
            r.r2 = counts.entries - counts.exits + (int) registration.missed();
            r.r3 = -counts.entries;
            rig.call(0, 0);
            r.r3 += counts.entries;
        }
    }

    /*
       RESULT  calls not entered though enable() had returned before; entries without an exit; 1 if one was not entered at all
    */
    @JCStressTest
    @Outcome(
            id = {"0, 0, 0", "0, 0, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "Enabled is enabled.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A call was lost.")
    @State
    public static class EnabledIsEnabled {
        private final Rig rig = Rig.withFunctions(1);
        private final Counts counts = new Counts();
        private final FprobeRegistration registration = register(rig, counting(counts));
        private volatile boolean returned;

        public EnabledIsEnabled() {
            registration.disable();
        }

        @Actor
        public void switcher() {
            Lingering.pause();
            registration.enable();
            returned = true;
        }

        @Actor
        public void caller(III_Result r) {
            for (int i = 0; i < CALLS; i++) {
                boolean must = returned;
                int before = counts.entries;
                rig.call(1, 0);
                r.r1 += must && counts.entries == before ? 1 : 0;
            }
            r.r2 = counts.entries - counts.exits;
            r.r3 = counts.entries < CALLS ? 1 : 0;
        }
    }

    /*
       A user with a flag of its own that both handlers ask.
       RESULT  1 if there are entries without an exit, or the reverse
    */
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "No change came between.")
    @Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "A call was entered and not left, or the reverse.")
    @State
    public static class BothAsk {
        private final Rig rig = Rig.withFunctions(1);
        private final Counts counts = new Counts();
        private volatile boolean enabled = true;

        public BothAsk() {
            register(
                    rig,
                    Fprobe.builder("asking")
                            .entry((ip, returnAddress, regs, data) -> enabled ? counts.enter() : 0)
                            .exit((ip, returnAddress, regs, data) -> {
                                if (enabled) {
                                    counts.exit();
                                }
                            })
                            .build());
        }

        @Actor
        public void switcher() {
            for (int i = 0; i < CHANGES; i++) {
                Lingering.pause();
                enabled = false;
                Lingering.pause();
                enabled = true;
            }
        }

        @Actor
        public void caller(I_Result r) {
            for (int i = 0; i < CALLS; i++) {
                rig.call(1, 0);
            }
            r.r1 = counts.entries != counts.exits ? 1 : 0;
        }
    }
}

/*
   Results, one iteration of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   EntriesHaveExits
      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     0, 0, 0   23,812   98.96%  Acceptable  Who entered has exited.
     1, 0, 0      250    1.04%  Acceptable  Who entered has exited.

   EnabledIsEnabled
      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     0, 0, 0    8,845   71.85%  Acceptable  Enabled is enabled.
     0, 0, 1    3,466   28.15%  Acceptable  Enabled is enabled.

   BothAsk
     RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
          0   18,918   99.34%   Acceptable  No change came between.
          1      126    0.66%  Interesting  A call was entered and not left, or the reverse.

   Broken on purpose, on a copy:
     The exit handler asked too whether the probe is enabled: EntriesHaveExits was FORBIDDEN, in 230 of some 22,000.
*/
