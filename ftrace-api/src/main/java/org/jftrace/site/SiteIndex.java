package org.jftrace.site;

import java.util.Arrays;

/**
 * Numbers call sites from 0 on, for whoever keeps something for each of them in columns. A callback finds its own without a lock
 * and without allocating. Never changed.
 */
public final class SiteIndex {
    /** Stands for no number. */
    public static final int NONE = -1;

    private final long[] ips;
    /** An open-addressed table, at most half full: 0, or a number + 1. */
    private final int[] places;

    private SiteIndex(long[] ips, int[] places) {
        this.ips = ips;
        this.places = places;
    }

    /**
     * Numbers call sites in the order in which they come.
     *
     * @param ips of the sites, each once
     * @return an index
     * @throws IllegalArgumentException if one comes twice
     */
    public static SiteIndex of(long... ips) {
        Builder index = new Builder(ips.length);
        for (int number = 0; number < ips.length; number++) {
            if (index.add(ips[number]) != number) {
                throw new IllegalArgumentException("the call site 0x" + Long.toHexString(ips[number]) + " comes twice");
            }
        }
        return index.build();
    }

    /**
     * Counts.
     *
     * @return how many call sites
     */
    public int size() {
        return ips.length;
    }

    /**
     * Returns a call site.
     *
     * @param number 0 to {@link #size()} - 1
     * @return its ip
     */
    public long ip(int number) {
        return ips[number];
    }

    /**
     * Returns the call sites.
     *
     * @return a copy, in the order of the numbers
     */
    public long[] ips() {
        return ips.clone();
    }

    /**
     * Finds the number of a call site.
     *
     * @param ip of the site
     * @return {@link #NONE} if it has none
     */
    public int numberOf(long ip) {
        return places[placeOf(ip, ips, places)] - 1;
    }

    /** Where a call site stands, or would. */
    private static int placeOf(long ip, long[] ips, int[] places) {
        int mask = places.length - 1;
        int at = (int) ((ip * 0x9E3779B97F4A7C15L) >>> 32) & mask;
        while (places[at] != 0 && ips[places[at] - 1] != ip) {
            at = (at + 1) & mask;
        }
        return at;
    }

    /** Numbers call sites as they come. For one thread. */
    public static final class Builder {
        private long[] ips;
        private int[] places;
        private int size;
        private boolean built;

        /**
         * Starts with none.
         *
         * @param expected how many there may be
         */
        public Builder(int expected) {
            ips = new long[Math.max(1, expected)];
            places = new int[Integer.highestOneBit(ips.length) << 2];
        }

        /**
         * Numbers a call site.
         *
         * @param ip of the site
         * @return the next number, or that which it has already
         * @throws IllegalStateException after {@link #build}
         */
        public int add(long ip) {
            if (built) {
                throw new IllegalStateException("0x" + Long.toHexString(ip) + " comes after the index was made");
            }
            if (size == ips.length) {
                grow();
            }
            int at = placeOf(ip, ips, places);
            if (places[at] == 0) {
                ips[size] = ip;
                places[at] = ++size;
            }
            return places[at] - 1;
        }

        private void grow() {
            ips = Arrays.copyOf(ips, 2 * size);
            places = new int[2 * places.length];
            for (int number = 0; number < size; number++) {
                places[placeOf(ips[number], ips, places)] = number + 1;
            }
        }

        /**
         * Makes the index; nothing is added afterwards.
         *
         * @return the call sites that were added
         */
        public SiteIndex build() {
            built = true;
            return new SiteIndex(size == ips.length ? ips : Arrays.copyOf(ips, size), places);
        }
    }
}
