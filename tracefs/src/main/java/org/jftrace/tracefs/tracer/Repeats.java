package org.jftrace.tracefs.tracer;

import java.util.Arrays;
import org.jftrace.spi.GuestCpu;
import org.jftrace.tracefs.ring.EntryType;

/** Keeps calls that repeat the one before them out of a buffer; the option {@code func-no-repeats}. Each CPU has its own. */
final class Repeats {
    /** The kernel counts in 16 bits. */
    private static final long MOST = 0xffff;

    private final Buffers buffers;
    private final Last[] lasts;

    private static final class Last {
        private long ip;
        private long parentIp;
        private long count;
        private long time;
    }

    Repeats(Buffers buffers) {
        this.buffers = buffers;
        this.lasts = new Last[buffers.cpus()];
        Arrays.setAll(lasts, cpu -> new Last());
    }

    /** Tells whether a call is one more of the same; else records how often that was, if at all. */
    boolean swallows(GuestCpu cpu, long ip, long parentIp) {
        Last last = lasts[cpu.id()];
        if (last.ip == ip && last.parentIp == parentIp && last.count < MOST) {
            last.count++;
            last.time = buffers.now();
            return true;
        }
        if (last.count > 0) {
            buffers.recordRepeats(cpu, last.ip, last.parentIp, last.count, last.time);
        }
        last.ip = ip;
        last.parentIp = parentIp;
        last.count = 0;
        return false;
    }

    /** How many repeats an entry of type {@link EntryType#REPEATS} tells of, and how long before it the last one was. */
    static long data(long count, long delta) {
        return count << 48 | Math.min(delta, (1L << 48) - 1);
    }
}
