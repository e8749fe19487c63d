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
   A CPU writes entries while somebody reads the buffer, which has room for all. What is promised:

       an entry is read whole, in the order in which it was written, and never twice;
       in the end each was read.

   RESULT  entries, or 1 for some, that were not whole; entries out of order; entries read
*/
public class J31_WriterAgainstReader {
    private static final int ENTRIES = 12;

    private static void write(RingBuffer ring, long number) {
        ring.write(0, number, (int) number, 3 * number, 5 * number, EntryType.FUNCTION, 0);
    }

    private static boolean whole(TraceEntry entry) {
        long number = entry.time();
        return entry.pid() == number && entry.ip() == 3 * number && entry.parentIp() == 5 * number;
    }

    @JCStressTest
    @Outcome(id = "0, 0, 12", expect = Expect.ACCEPTABLE, desc = "Each of them whole, in order.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Torn, out of order, lost or doubled.")
    @State
    public static class Right {
        private final RingBuffer ring = new RingBuffer(1, ENTRIES);
        private long last;

        @Actor
        public void writer() {
            for (int i = 1; i <= ENTRIES; i++) {
                write(ring, i);
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
            r.r1 += whole(entry) ? 0 : 1;
            r.r2 += entry.time() == last + 1 ? 0 : 1;
            r.r3++;
            last = entry.time();
            return true;
        }

        @Arbiter
        @SuppressWarnings("StatementWithEmptyBody") // read() goes on
        public void arbiter(III_Result r) {
            while (read(r)) {}
        }
    }

    /*
       A buffer of one entry that somebody made by hand, without a stamp: two plain words.
    */
    @JCStressTest
    @Outcome(id = "0, 0, 12", expect = Expect.ACCEPTABLE, desc = "Seen whole.")
    @Outcome(id = "1, 0, 12", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Half of one entry, half of another.")
    @State
    public static class TwoPlainWords {
        private long time;
        private long ip;

        @Actor
        public void writer() {
            for (int i = 1; i <= ENTRIES; i++) {
                time = i;
                Thread.onSpinWait();
                ip = 3L * i;
            }
        }

        @Actor
        public void reader(III_Result r) {
            for (int i = 0; i < ENTRIES; i++) {
                long seen = time;
                r.r1 |= ip == 3 * seen ? 0 : 1;
                r.r3++;
            }
        }
    }
}

/*
   Results, one iteration of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Right
       RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     0, 0, 12   25,342  100.00%  Acceptable  Each of them whole, in order.

   TwoPlainWords
       RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
     0, 0, 12   38,026   94.92%   Acceptable  Seen whole.
     1, 0, 12    2,036    5.08%  Interesting  Half of one entry, half of another.
*/
