package org.jftrace.sim.adversary;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A stretch of text or heap, and what has become of each 64 bits of it. */
final class Segment {
    private static final byte LIVE = 1;
    private static final byte SHARED = 2;

    final long start;
    final long[] longs;
    private final byte[] marks;
    private final @Nullable Versions[] versions;
    private int used;

    /** What 64 bits have held since the machine was started, oldest first, and since when. */
    static final class Versions {
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

    Segment(long start, int size) {
        this.start = start;
        longs = new long[size >>> 3];
        marks = new byte[size >>> 3];
        versions = new Versions[size >>> 3];
    }

    boolean contains(long address) {
        long offset = address - start;
        return offset >= 0 && offset >>> 3 < longs.length;
    }

    long end() {
        return start + 8L * longs.length;
    }

    int index(long address) {
        return (int) ((address - start) >>> 3);
    }

    boolean isLive(int index) {
        return (marks[index] & LIVE) != 0;
    }

    boolean isShared(int index) {
        return (marks[index] & SHARED) != 0;
    }

    void share(int index) {
        marks[index] |= SHARED;
    }

    void revive(int index) {
        marks[index] |= LIVE;
    }

    void bury(int index) {
        marks[index] &= ~LIVE;
    }

    @Nullable
    Versions versions(int index) {
        return versions[index];
    }

    Versions versions(int index, int cpus) {
        Versions those = versions[index];
        if (those == null) {
            those = new Versions(longs[index], cpus);
            versions[index] = those;
        }
        return those;
    }

    /** Takes the next 16-byte units; they are never taken again. Returns the first address, or 0 if there is no room. */
    long take(long size) {
        int units = (int) ((size + 15) >>> 4) << 1;
        if (used + units > longs.length) {
            return 0;
        }
        int first = used;
        used += units;
        for (int i = first; i < used; i++) {
            marks[i] |= LIVE;
        }
        return start + 8L * first;
    }
}
