package org.jftrace.jcstress.ring;

import org.jftrace.tracefs.ring.EntryType;
import org.jftrace.tracefs.ring.RingBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/*
   A buffer gets another size, twice, while a CPU writes. What is promised:

       entries stay in order, and what is read and what was lost add up to what was written, whatever the sizes.

   RESULT  entries out of order; entries, or 1 for some, neither read nor lost
*/
public class J33_ResizeAgainstWrite {
    private static final int ENTRIES = 30;

    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "In order, and each accounted for.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Out of order, or not accounted for.")
    @State
    public static class Right {
        private final RingBuffer ring = new RingBuffer(1, 4);

        @Actor
        public void writer() {
            for (int i = 1; i <= ENTRIES; i++) {
                ring.write(0, i, i, i, i, EntryType.FUNCTION, 0);
            }
        }

        @Actor
        public void resizer() {
            ring.resize(16);
            ring.resize(2);
        }

        @Arbiter
        public void arbiter(II_Result r) {
            long last = 0;
            int counted = 0;
            RingBuffer.Consumed consumed = ring.consume();
            while (consumed != null) {
                r.r1 += consumed.entry().time() == last + 1 + consumed.lost() ? 0 : 1;
                counted += 1 + (int) consumed.lost();
                last = consumed.entry().time();
                consumed = ring.consume();
            }
            r.r2 = ENTRIES - counted;
        }
    }

    /*
       A user that makes another buffer and lets the CPU find it: nobody knows any more what was in the first.
    */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "All were written to the second.")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Some went with the first.")
    @State
    public static class AnotherBuffer {
        private volatile RingBuffer ring = new RingBuffer(1, ENTRIES);

        @Actor
        public void writer() {
            for (int i = 1; i <= ENTRIES; i++) {
                ring.write(0, i, i, i, i, EntryType.FUNCTION, 0);
            }
        }

        @Actor
        public void resizer() {
            ring = new RingBuffer(1, 2 * ENTRIES);
        }

        @Arbiter
        public void arbiter(II_Result r) {
            r.r2 = ring.snapshot().size() == ENTRIES ? 0 : 1;
        }
    }
}

/*
   Results, one iteration of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Right
     RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
       0, 0   24,702  100.00%  Acceptable  In order, and each accounted for.

   AnotherBuffer
     RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
       0, 0    6,874   28.57%   Acceptable  All were written to the second.
       0, 1   17,188   71.43%  Interesting  Some went with the first.
*/
