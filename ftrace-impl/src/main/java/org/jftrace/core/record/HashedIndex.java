package org.jftrace.core.record;

/**
 * Numbers from 0 on, found by keys: an open-addressed table, half full. The bits that a number leaves free hold some of its
 * key's, so almost every number of another key is passed without a look at what is numbered, which would be one cache miss
 * more. To be filled by one thread.
 */
final class HashedIndex {
    /** Ends a search. */
    static final int NONE = -1;

    /** 0, or a number + 1 in the low bits and some of the key's hash in the others. */
    private final int[] places;

    private final int numberMask;

    HashedIndex(int numbers) {
        places = new int[2 * numbers + 1];
        numberMask = Integer.highestOneBit(numbers | 1) * 2 - 1;
    }

    /** Adds a number, behind those of the same key. */
    void add(long key, int number) {
        long hash = hash(key);
        int at = home(hash);
        while (places[at] != 0) {
            at = behind(at);
        }
        places[at] = (number + 1) | ((int) hash & ~numberMask);
    }

    /** Finds the first place whose number may be that of a key. */
    int first(long key) {
        long hash = hash(key);
        return search(hash, home(hash));
    }

    /** Finds the next such place. */
    int next(long key, int at) {
        return search(hash(key), behind(at));
    }

    private int search(long hash, int from) {
        for (int at = from; places[at] != 0; at = behind(at)) {
            if (((places[at] ^ (int) hash) & ~numberMask) == 0) {
                return at;
            }
        }
        return NONE;
    }

    int number(int at) {
        return (places[at] & numberMask) - 1;
    }

    private static long hash(long key) {
        return key * 0x9E3779B97F4A7C15L;
    }

    /** From the upper half of the hash; what is kept of it in a place is from the lower. */
    private int home(long hash) {
        return (int) (((hash >>> 32) * places.length) >>> 32);
    }

    private int behind(int at) {
        return at + 1 == places.length ? 0 : at + 1;
    }
}
