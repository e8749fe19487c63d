package org.jftrace.sim.explore;

/** Numbers, 8 bytes each where half of the room is used. */
final class LongSet {
    private long[] table = new long[1 << 12];
    private int size;
    private boolean hasZero;

    /** Returns whether it was not in the set. */
    boolean add(long value) {
        if (value == 0) {
            boolean isNew = !hasZero;
            hasZero = true;
            size += isNew ? 1 : 0;
            return isNew;
        }
        if (2 * size > table.length) {
            grow();
        }
        int at = find(table, value);
        if (table[at] == value) {
            return false;
        }
        table[at] = value;
        size++;
        return true;
    }

    private void grow() {
        long[] larger = new long[2 * table.length];
        for (long value : table) {
            if (value != 0) {
                larger[find(larger, value)] = value;
            }
        }
        table = larger;
    }

    private static int find(long[] table, long value) {
        int mask = table.length - 1;
        int at = (int) (value ^ value >>> 32) & mask;
        while (table[at] != 0 && table[at] != value) {
            at = at + 1 & mask;
        }
        return at;
    }

    int size() {
        return size;
    }
}
