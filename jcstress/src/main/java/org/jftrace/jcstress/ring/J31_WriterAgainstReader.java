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
   A CPU writes entries while somebody reads the buffer, which has room for a few and refuses more: the writer takes a slot when it
   sees that the reader has done with it. What is promised:

       an entry is read whole, in the order in which it was written, and never twice;
       in the end each was read, or refused and counted.

   RESULT  entries, or 1 for some, that were not whole; entries out of order; entries neither read nor refused
*/
public class J31_WriterAgainstReader {
    private static final int ENTRIES = 30;
    private static final int ROOM = 3;

    private static void write(RingBuffer ring, long number) {
        ring.write(0, number, (int) number, 3 * number, 5 * number, EntryType.FUNCTION, 0);
    }

    private static boolean whole(TraceEntry entry) {
        long number = entry.time();
        return entry.pid() == number && entry.ip() == 3 * number && entry.parentIp() == 5 * number;
    }

    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "Each of them whole, in order, or refused.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Torn, out of order, lost or doubled.")
    @State
    public static class Right {
        private final RingBuffer ring = new RingBuffer(1, ROOM);
        private long last;
        private int read;

        public Right() {
            ring.setOverwrites(false);
        }

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
            r.r2 += entry.time() > last ? 0 : 1;
            read++;
            last = entry.time();
            return true;
        }

        @Arbiter
        @SuppressWarnings("StatementWithEmptyBody") // read() goes on
        public void arbiter(III_Result r) {
            while (read(r)) {}
            r.r3 = ENTRIES - read - (int) ring.stats().dropped();
        }
    }

    /*
       A buffer of one entry that somebody made by hand, without a stamp: two plain words.
    */
    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "Seen whole.")
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Half of one entry, half of another.")
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
            }
        }
    }
}

/*
   Results, one iteration of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 1 December 2026.

   Right
      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
     0, 0, 0   41,151  100.00%  Acceptable  Each of them whole, in order, or refused.

   TwoPlainWords
      RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
     0, 0, 0   28,276   93.41%   Acceptable  Seen whole.
     1, 0, 0    1,995    6.59%  Interesting  Half of one entry, half of another.
*/
