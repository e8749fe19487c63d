package org.jftrace.sim.adversary;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What 64 bits have held since the machine was started, oldest first, and since when. */
final class Versions {
    private static final int FEW = 4;

    private int[] times = new int[FEW];
    private long[] values = new long[FEW];
    private @Nullable Throwable[] writers = new Throwable[FEW];
    private int count;

    /** For each CPU the time of the newest version that it has seen: it will not see an older one (coherence). */
    final int[] seen;

    Versions(long initial, int cpus) {
        values[0] = initial;
        count = 1;
        seen = new int[cpus];
    }

    void append(int time, long value, @Nullable Throwable writer) {
        if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
            writers = Arrays.copyOf(writers, 2 * count);
        }
        times[count] = time;
        values[count] = value;
        writers[count] = writer;
        count++;
    }

    int count() {
        return count;
    }

    int time(int version) {
        return times[version];
    }

    long value(int version) {
        return values[version];
    }

    @Nullable
    Throwable writer(int version) {
        return writers[version];
    }

    /** The newest version that everybody must know of who knows what there was at a time; later ones may be known. */
    int known(int time) {
        int version = count - 1;
        while (times[version] > time) {
            version--;
        }
        return version;
    }
}
