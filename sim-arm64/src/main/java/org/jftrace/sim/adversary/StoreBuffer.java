package org.jftrace.sim.adversary;

/** What a CPU has stored and others do not see yet: a few 64-bit values, those of one address in order. */
final class StoreBuffer {
    static final int ROOM = 4;

    private final long[] addresses = new long[ROOM];
    private final long[] values = new long[ROOM];
    private int count;

    int count() {
        return count;
    }

    void clear() {
        count = 0;
    }

    void add(long address, long value) {
        addresses[count] = address;
        values[count] = value;
        count++;
    }

    /** The entry of the newest store to an address, or -1. */
    int newest(long address) {
        for (int i = count - 1; i >= 0; i--) {
            if (addresses[i] == address) {
                return i;
            }
        }
        return -1;
    }

    /** How many entries may leave first. */
    int candidates() {
        int candidates = 0;
        for (int i = 0; i < count; i++) {
            candidates += isOldest(i) ? 1 : 0;
        }
        return candidates;
    }

    /** The entry that the nth candidate is. */
    int candidate(int nth) {
        int left = nth;
        for (int i = 0; i < count; i++) {
            if (isOldest(i) && left-- == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("there is no store " + nth + " that could leave the buffer");
    }

    private boolean isOldest(int entry) {
        for (int i = 0; i < entry; i++) {
            if (addresses[i] == addresses[entry]) {
                return false;
            }
        }
        return true;
    }

    long address(int entry) {
        return addresses[entry];
    }

    long value(int entry) {
        return values[entry];
    }

    void remove(int entry) {
        count--;
        System.arraycopy(addresses, entry + 1, addresses, entry, count - entry);
        System.arraycopy(values, entry + 1, values, entry, count - entry);
    }

    long hash(long seed) {
        long hash = seed;
        for (int i = 0; i < count; i++) {
            hash = Bench.mix(hash, addresses[i], values[i]);
        }
        return hash;
    }
}
