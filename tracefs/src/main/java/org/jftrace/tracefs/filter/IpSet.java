package org.jftrace.tracefs.filter;

import java.util.Arrays;

/**
 * Call sites of a filter; the kernel's {@code struct ftrace_hash}. Never changes. A site that has gone with its module
 * leaves a 0, so that a filter does not become empty, which would mean all.
 */
public final class IpSet {
    /** Contains nothing. */
    public static final IpSet EMPTY = new IpSet(new long[0]);

    private final long[] sorted;

    private IpSet(long[] sorted) {
        this.sorted = sorted;
    }

    /**
     * Makes a set.
     *
     * @param ips in any order, each once
     * @return the set
     */
    public static IpSet of(long... ips) {
        long[] sorted = ips.clone();
        Arrays.sort(sorted);
        return new IpSet(sorted);
    }

    /**
     * Tells whether a site is in the set.
     *
     * @param ip of the site
     * @return true if it is
     */
    public boolean contains(long ip) {
        return Arrays.binarySearch(sorted, ip) >= 0;
    }

    /**
     * Tells whether nothing is in the set, not even what has gone.
     *
     * @return true if it is empty
     */
    public boolean isEmpty() {
        return sorted.length == 0;
    }

    /**
     * Counts.
     *
     * @return how many, including what has gone
     */
    public int size() {
        return sorted.length;
    }

    /**
     * Joins.
     *
     * @param other more sites
     * @return what is here or there
     */
    public IpSet plus(IpSet other) {
        long[] joined = Arrays.copyOf(sorted, size() + other.size());
        int end = size();
        for (long ip : other.sorted) {
            if (!contains(ip)) {
                joined[end++] = ip;
            }
        }
        return end == size() ? this : of(Arrays.copyOf(joined, end));
    }

    /**
     * Takes away.
     *
     * @param other sites that may be here
     * @return what is here and not there
     */
    public IpSet minus(IpSet other) {
        return new IpSet(Arrays.stream(sorted).filter(ip -> !other.contains(ip)).toArray());
    }

    /**
     * Intersects.
     *
     * @param other sites
     * @return what is here and there
     */
    public IpSet in(IpSet other) {
        return new IpSet(Arrays.stream(sorted).filter(other::contains).toArray());
    }

    /**
     * Notes that sites have gone.
     *
     * @param gone sites that may be here
     * @return this with a 0 for each of them
     */
    public IpSet without(IpSet gone) {
        return of(Arrays.stream(sorted).map(ip -> gone.contains(ip) ? 0 : ip).toArray());
    }

    /**
     * Returns the sites that are there.
     *
     * @return ascending as signed numbers; a copy
     */
    public long[] ips() {
        return Arrays.stream(sorted).filter(ip -> ip != 0).toArray();
    }
}
