package org.jftrace.jcstress.direct;

import org.jftrace.bpf.image.LinkGate;
import org.jftrace.jcstress.rig.Lingering;
import org.jftrace.jcstress.rig.Rig;
import org.jftrace.spi.GuestCpu;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/*
   Images call the program of a link through a gate. The link is given another program, or is detached, while another CPU goes
   through the gate: races of real kernels, B4. What is promised:

       each call runs the old program or the new one, and sees it as it was made;
       when a detach has waited, the program is not running, and it never runs again.

   The first rests on a release and an acquire. That they are needed is not shown: on x86 a plain store is the same instruction,
   and the compiler was not seen to move it.
*/
public class J22_LinkGateAgainstCall {
    private static final int CALLS = 20;

    private static LinkGate gate(Rig rig, LinkGate.Body body) {
        return new LinkGate(rig.machine, rig.ftrace.readers(), LinkGate.Place.FENTRY, body);
    }

    /** Has plain fields, and so is whole only for who finds it by an acquire of a release. */
    private static final class Filled implements LinkGate.Body {
        private int result;
        private @Nullable Filled self;

        static Filled with(int result) {
            Filled filled = new Filled();
            filled.result = result;
            filled.self = filled;
            return filled;
        }

        @Override
        public long run(GuestCpu cpu, long context) {
            return self == this ? result : -1;
        }

        @Override
        public long stub() {
            return 0;
        }
    }

    /*
       RESULT  calls that ran neither program, or half of one; result of a call afterwards
    */
    @JCStressTest
    @Outcome(id = "0, 2", expect = Expect.ACCEPTABLE, desc = "The old one, or the new one.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Something else, or a half.")
    @State
    public static class Update {
        private final Rig rig = Rig.withFunctions(1);
        private final LinkGate gate = gate(rig, Filled.with(1));

        @Actor
        public void updater() {
            Lingering.pause();
            gate.publishRelease(Filled.with(2));
        }

        @Actor
        public void caller(II_Result r) {
            for (int i = 0; i < CALLS; i++) {
                gate.call(rig.cpu(1));
                r.r1 += rig.cpu(1).x(0) == 1 || rig.cpu(1).x(0) == 2 ? 0 : 1;
            }
        }

        @Arbiter
        public void arbiter(II_Result r) {
            gate.call(rig.cpu(0));
            r.r2 = (int) rig.cpu(0).x(0);
        }
    }

    private static LinkGate.Body lingering(Lingering program) {
        return new LinkGate.Body() {
            @Override
            public long run(GuestCpu cpu, long context) {
                program.run();
                return 0;
            }

            @Override
            public long stub() {
                return 0;
            }
        };
    }

    private static void judge(Rig rig, LinkGate gate, Lingering program, III_Result r) {
        r.r1 = program.share(CALLS);
        r.r2 = program.late();
        r.r3 = -program.runs;
        gate.call(rig.cpu(0));
        r.r3 += program.runs;
    }

    /*
       RESULT  0 no call ran the program, 1 some, 2 all; it was late; runs afterwards
    */
    @JCStressTest
    @Outcome(
            id = {"0, 0, 0", "1, 0, 0", "2, 0, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "Silent when detached.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It ran when it had been detached.")
    @State
    public static class Detach {
        private final Rig rig = Rig.withFunctions(1);
        private final Lingering program = new Lingering();
        private final LinkGate gate = gate(rig, lingering(program));

        @Actor
        public void detacher() {
            Lingering.pause();
            gate.publishRelease(null);
            gate.awaitReaders();
            program.over = true;
        }

        @Actor
        public void caller() {
            for (int i = 0; i < CALLS; i++) {
                gate.call(rig.cpu(1));
            }
        }

        @Arbiter
        public void arbiter(III_Result r) {
            judge(rig, gate, program, r);
        }
    }

    /*
       The same, by somebody who does not wait.
    */
    @JCStressTest
    @Outcome(id = "., 0, 0", expect = Expect.ACCEPTABLE, desc = "Nobody was in the program.")
    @Outcome(id = "., 1, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "It was still running.")
    @State
    public static class DetachWithoutWaiting {
        private final Rig rig = Rig.withFunctions(1);
        private final Lingering program = new Lingering();
        private final LinkGate gate = gate(rig, lingering(program));

        @Actor
        public void detacher() {
            Lingering.pause();
            gate.publishRelease(null);
            program.over = true;
        }

        @Actor
        public void caller() {
            for (int i = 0; i < CALLS; i++) {
                gate.call(rig.cpu(1));
            }
        }

        @Arbiter
        public void arbiter(III_Result r) {
            judge(rig, gate, program, r);
        }
    }
}

/*
   Results, one iteration of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Update
     RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
       0, 2   27,582  100.00%  Acceptable  The old one, or the new one.

   Detach
      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     0, 0, 0   17,390   70.40%  Acceptable  Silent when detached.
     1, 0, 0    2,908   11.77%  Acceptable  Silent when detached.
     2, 0, 0    4,404   17.83%  Acceptable  Silent when detached.

   DetachWithoutWaiting
      RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
     0, 0, 0   14,647   77.80%   Acceptable  Nobody was in the program.
     1, 0, 0      175    0.93%   Acceptable  Nobody was in the program.
     1, 1, 0    2,386   12.67%  Interesting  It was still running.
     2, 0, 0    1,619    8.60%   Acceptable  Nobody was in the program.

   Broken on purpose, on a copy:
     LinkGate.awaitReaders() that does not wait: Detach was FORBIDDEN, 1, 1, 0 and 2, 1, 0 in 2,195 of 12,670.
     LinkGate.call() that reads the body twice: Detach was ERROR.
     Not seen on x86: the body published with a plain store. Update passed.
*/
