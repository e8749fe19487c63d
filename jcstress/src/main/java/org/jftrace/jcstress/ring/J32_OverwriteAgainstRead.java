package org.jftrace.jcstress.ring;

import org.jftrace.tracefs.ring.EntryType;
import org.jftrace.tracefs.ring.RingBuffer;
import org.jftrace.tracefs.ring.TraceEntry;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/*
   A CPU writes more entries than there is room for, and overwrites the oldest, while somebody reads. What is promised:

       an entry is read whole, or not at all, and never one older than the one before;
       what was read, what was lost, and what is left add up to what was written.

   RESULT  entries that were not whole; entries out of order; entries, or 1 for some, neither read nor lost
*/
public class J32_OverwriteAgainstRead {
    private static final int ENTRIES = 30;
    private static final int ROOM = 3;

    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "Whole, in order, and each accounted for.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Torn, out of order, or not accounted for.")
    @State
    public static class Right {
        private final RingBuffer ring = new RingBuffer(1, ROOM);
        private long last;
        private int counted;

        @Actor
        public void writer() {
            for (int i = 1; i <= ENTRIES; i++) {
                ring.write(0, i, i, 3L * i, 5L * i, EntryType.FUNCTION, 0);
            }
        }

        @Actor
        public void reader(III_Result r) {
            for (int i = 0; i < ENTRIES; i++) {
                read(r);
            }
        }

        private boolean read(III_Result r) {
            RingBuffer.Consumed consumed = ring.consume();
            if (consumed == null) {
                return false;
            }
            TraceEntry entry = consumed.entry();
            long number = entry.time();
            r.r1 += entry.pid() == number && entry.ip() == 3 * number && entry.parentIp() == 5 * number ? 0 : 1;
            r.r2 += number == last + 1 + consumed.lost() ? 0 : 1;
            counted += 1 + (int) consumed.lost();
            last = number;
            return true;
        }

        @Arbiter
        @SuppressWarnings("StatementWithEmptyBody") // read() goes on
        public void arbiter(III_Result r) {
            while (read(r)) {}
            r.r3 = ENTRIES - counted;
        }
    }

    /*
       A reader who takes what is there at one moment for all that there was: it consumes nothing, and so is not told what was lost.
    */
    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "It saw all.")
    @Outcome(id = "0, 0, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "It missed some, and does not know.")
    @State
    public static class Snapshots {
        private final RingBuffer ring = new RingBuffer(1, ROOM);
        private long last;
        private int counted;

        @Actor
        public void writer() {
            for (int i = 1; i <= ENTRIES; i++) {
                ring.write(0, i, i, 3L * i, 5L * i, EntryType.FUNCTION, 0);
            }
        }

        @Actor
        public void reader(III_Result r) {
            for (int i = 0; i < ENTRIES; i++) {
                look(r);
            }
        }

        private void look(III_Result r) {
            for (TraceEntry entry : ring.snapshot()) {
                long number = entry.time();
                r.r1 += entry.pid() == number && entry.ip() == 3 * number ? 0 : 1;
                if (number > last) {
                    counted++;
                    last = number;
                }
            }
        }

        @Arbiter
        public void arbiter(III_Result r) {
            look(r);
            r.r3 = counted == ENTRIES ? 0 : 1;
        }
    }
}

/*
   Results, one iteration of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Right
      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     0, 0, 0   24,382  100.00%  Acceptable  Whole, in order, and each accounted for.

   Snapshots
      RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
     0, 0, 0        0    0.00%   Acceptable  It saw all.
     0, 0, 1   24,062  100.00%  Interesting  It missed some, and does not know.
*/
