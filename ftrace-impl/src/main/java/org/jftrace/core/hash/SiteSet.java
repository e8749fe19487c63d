package org.jftrace.core.hash;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A set of call sites, by the slots of their records; the kernel's {@code ftrace_hash}. Never changes, so a reader that
 * holds one sees one consistent filter. One bit a slot: whatever is in the set, a copy with one site more costs the same.
 */
public final class SiteSet {
    /** Contains nothing. */
    public static final SiteSet EMPTY = new SiteSet(new long[0]);

    private final long[] words;

    private SiteSet(long[] words) {
        this.words = words;
    }

    /**
     * Tells whether a site is in the set. Allocates nothing.
     *
     * @param slot of its record
     * @return true if it is
     */
    public boolean contains(int slot) {
        int word = slot >>> 6;
        return word < words.length && (words[word] & 1L << slot) != 0;
    }

    /**
     * Counts.
     *
     * @return how many sites
     */
    public int size() {
        int size = 0;
        for (long word : words) {
            size += Long.bitCount(word);
        }
        return size;
    }

    /**
     * Tells whether nothing is in the set.
     *
     * @return true if it is empty
     */
    public boolean isEmpty() {
        return size() == 0;
    }

    /**
     * Joins.
     *
     * @param other more sites
     * @return what is here or there
     */
    public SiteSet union(SiteSet other) {
        long[] longer = words.length >= other.words.length ? words : other.words;
        long[] shorter = longer == words ? other.words : words;
        long[] joined = longer.clone();
        for (int i = 0; i < shorter.length; i++) {
            joined[i] |= shorter[i];
        }
        return new SiteSet(joined);
    }

    /**
     * Takes away.
     *
     * @param other sites that may be here
     * @return what is here and not there
     */
    public SiteSet minus(SiteSet other) {
        long[] rest = words.clone();
        for (int i = Math.min(rest.length, other.words.length) - 1; i >= 0; i--) {
            rest[i] &= ~other.words[i];
        }
        return new SiteSet(rest);
    }

    /**
     * Finds the first site from a slot on.
     *
     * @param slot where to begin
     * @return its slot, or {@link Integer#MAX_VALUE} if there is none
     */
    public int next(int slot) {
        int at = slot >>> 6;
        if (at >= words.length) {
            return Integer.MAX_VALUE;
        }
        long rest = words[at] & -1L << slot;
        while (rest == 0) {
            if (++at == words.length) {
                return Integer.MAX_VALUE;
            }
            rest = words[at];
        }
        return (at << 6) + Long.numberOfTrailingZeros(rest);
    }

    /**
     * Finds the end of a run of sites.
     *
     * @param slot where to begin
     * @return the first slot from there on that is not in the set
     */
    public int nextGap(int slot) {
        int at = slot >>> 6;
        long rest = -1L << slot;
        for (; at < words.length; at++, rest = -1L) {
            rest &= ~words[at];
            if (rest != 0) {
                return (at << 6) + Long.numberOfTrailingZeros(rest);
            }
        }
        return Math.max(slot, at << 6);
    }

    /**
     * Visits the sites by ascending slot.
     *
     * @param visitor gets each once
     */
    public void forEach(IntConsumer visitor) {
        for (int slot = next(0); slot != Integer.MAX_VALUE; slot = next(slot + 1)) {
            visitor.accept(slot);
        }
    }

    /** Collects a set. */
    public static final class Builder {
        private long[] words = new long[16];

        /** Starts with nothing. */
        public Builder() {}

        /**
         * Adds a site.
         *
         * @param slot of its record
         */
        public void add(int slot) {
            reserve(slot + 1);
            words[slot >>> 6] |= 1L << slot;
        }

        /**
         * Adds sites.
         *
         * @param from the first slot
         * @param to the slot after the last
         */
        public void addRange(int from, int to) {
            reserve(to);
            int slot = from;
            while (slot < to) {
                boolean wholeWord = (slot & 63) == 0 && to - slot >= 64;
                words[slot >>> 6] |= wholeWord ? -1L : 1L << slot;
                slot += wholeWord ? 64 : 1;
            }
        }

        private void reserve(int slots) {
            int needed = (slots + 63) >>> 6;
            if (needed > words.length) {
                words = Arrays.copyOf(words, Math.max(needed, 2 * words.length));
            }
        }

        /**
         * Makes the set.
         *
         * @return what was added, as short as it can be
         */
        public SiteSet build() {
            int used = words.length;
            while (used > 0 && words[used - 1] == 0) {
                used--;
            }
            return used == 0 ? EMPTY : new SiteSet(Arrays.copyOf(words, used));
        }
    }
}
