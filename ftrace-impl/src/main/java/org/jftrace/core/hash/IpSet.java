package org.jftrace.core.hash;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * A set of call sites; the kernel's {@code ftrace_hash}. Never changes, so a reader that holds one sees one consistent
 * filter. Open addressing, at most half full; 0 marks a free place, since no call site lies at address 0.
 */
public final class IpSet {
    /** Contains nothing. */
    public static final IpSet EMPTY = new IpSet(new long[0]);

    private final long[] places;
    private final int size;

    private IpSet(long[] ips) {
        places = new long[Math.max(2, Integer.highestOneBit(Math.max(1, ips.length)) << 2)];
        int distinct = 0;
        for (long ip : ips) {
            int at = place(ip);
            if (places[at] == 0) {
                places[at] = ip;
                distinct++;
            }
        }
        size = distinct;
    }

    /**
     * Makes a set.
     *
     * @param ips call sites, none of them 0; duplicates count once
     * @return a set of its own
     */
    public static IpSet of(long... ips) {
        return ips.length == 0 ? EMPTY : new IpSet(ips);
    }

    private int place(long ip) {
        int mask = places.length - 1;
        int at = (int) ((ip * 0x9E3779B97F4A7C15L) >>> 32) & mask;
        while (places[at] != 0 && places[at] != ip) {
            at = (at + 1) & mask;
        }
        return at;
    }

    /**
     * Tells whether a call site is in the set. Allocates nothing.
     *
     * @param ip not 0
     * @return true if it is
     */
    public boolean contains(long ip) {
        return places[place(ip)] == ip;
    }

    /**
     * Counts.
     *
     * @return how many call sites
     */
    public int size() {
        return size;
    }

    /**
     * Visits the call sites, in no order.
     *
     * @param visitor gets each once
     */
    public void forEach(LongConsumer visitor) {
        for (long ip : places) {
            if (ip != 0) {
                visitor.accept(ip);
            }
        }
    }

    /**
     * Returns the call sites that are here and not there.
     *
     * @param other there
     * @return sorted
     */
    public long[] minus(IpSet other) {
        return Arrays.stream(places)
                .filter(ip -> ip != 0 && !other.contains(ip))
                .sorted()
                .toArray();
    }
}
