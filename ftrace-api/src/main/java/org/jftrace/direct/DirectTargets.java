package org.jftrace.direct;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Where call sites are sent; the kernel's {@code direct_functions}. Never changed. Two columns by ascending address, so that a
 * call finds its own without a lock and without allocating, and a change of many costs a walk.
 */
public final class DirectTargets {
    /** Stands for no target; of a change, that the site is taken out. */
    public static final long NOWHERE = 0;

    /** No call site at all. */
    public static final DirectTargets NONE = new DirectTargets(new long[0], new long[0]);

    private final long[] ips;
    private final long[] targets;

    private DirectTargets(long[] ips, long[] targets) {
        this.ips = ips;
        this.targets = targets;
    }

    /**
     * Makes targets of a map.
     *
     * @param byIp for each call site where it is sent
     * @return the same
     */
    public static DirectTargets of(Map<Long, Long> byIp) {
        TreeMap<Long, Long> sorted = new TreeMap<>(byIp);
        return new DirectTargets(
                sorted.keySet().stream().mapToLong(Long::longValue).toArray(),
                sorted.values().stream().mapToLong(Long::longValue).toArray());
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
     * Returns one of the call sites.
     *
     * @param index 0 to {@link #size()} - 1
     * @return its ip; higher for a higher index
     */
    public long ip(int index) {
        return ips[index];
    }

    /**
     * Returns the target of one of the call sites.
     *
     * @param index 0 to {@link #size()} - 1
     * @return where {@link #ip} of this index is sent
     */
    public long target(int index) {
        return targets[index];
    }

    /**
     * Returns the call sites.
     *
     * @return a copy, ascending
     */
    public long[] ips() {
        return ips.clone();
    }

    /**
     * Finds where a call site is sent.
     *
     * @param ip of the call site
     * @return {@link #NOWHERE} if it is not among these
     */
    public long at(long ip) {
        int at = Arrays.binarySearch(ips, ip);
        return at < 0 ? NOWHERE : targets[at];
    }

    /**
     * Replaces some.
     *
     * @param changes for each call site where it is sent, or {@link #NOWHERE} to take it out
     * @return the others and these
     */
    public DirectTargets with(DirectTargets changes) {
        Builder all = new Builder(size() + changes.size());
        int old = 0;
        for (int i = 0; i < changes.size(); i++) {
            while (old < size() && ips[old] < changes.ips[i]) {
                all.add(ips[old], targets[old++]);
            }
            if (old < size() && ips[old] == changes.ips[i]) {
                old++;
            }
            if (changes.targets[i] != NOWHERE) {
                all.add(changes.ips[i], changes.targets[i]);
            }
        }
        while (old < size()) {
            all.add(ips[old], targets[old++]);
        }
        return all.build();
    }

    /**
     * Tells where the same call sites are sent by others: what takes a change of them back.
     *
     * @param others for some or all of these call sites and for any more
     * @return for each of these call sites what it is there, {@link #NOWHERE} included
     */
    public DirectTargets as(DirectTargets others) {
        long[] there = new long[ips.length];
        Arrays.setAll(there, index -> others.at(ips[index]));
        return new DirectTargets(ips, there);
    }

    /**
     * Lists them.
     *
     * @return a new map, by ascending address
     */
    public Map<Long, Long> byIp() {
        Map<Long, Long> all = new LinkedHashMap<>();
        for (int i = 0; i < ips.length; i++) {
            all.put(ips[i], targets[i]);
        }
        return all;
    }

    /**
     * Returns the one target that all call sites are sent to.
     *
     * @return empty if there is none, or several
     */
    public OptionalLong common() {
        for (long target : targets) {
            if (target != targets[0]) {
                return OptionalLong.empty();
            }
        }
        return targets.length == 0 ? OptionalLong.empty() : OptionalLong.of(targets[0]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DirectTargets same
                && Arrays.equals(ips, same.ips)
                && Arrays.equals(targets, same.targets);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ips) + Arrays.hashCode(targets);
    }

    @Override
    public String toString() {
        StringBuilder all = new StringBuilder("{");
        for (int i = 0; i < ips.length; i++) {
            all.append(i == 0 ? "0x" : ", 0x")
                    .append(Long.toHexString(ips[i]))
                    .append("->0x")
                    .append(Long.toHexString(targets[i]));
        }
        return all.append('}').toString();
    }

    /** Collects targets, by ascending address. */
    public static final class Builder {
        private long[] ips;
        private long[] targets;
        private int size;

        /**
         * Starts with nothing.
         *
         * @param expected how many there may be
         */
        public Builder(int expected) {
            ips = new long[expected];
            targets = new long[expected];
        }

        /**
         * Adds a call site.
         *
         * @param ip higher than that of the one before, both as signed numbers
         * @param target where it is sent
         * @throws IllegalArgumentException if the ip is not higher
         */
        public void add(long ip, long target) {
            if (size > 0 && ips[size - 1] >= ip) {
                throw new IllegalArgumentException("0x" + Long.toHexString(ip) + " comes after 0x"
                        + Long.toHexString(ips[size - 1]) + ", call sites go by ascending address");
            }
            if (size == ips.length) {
                ips = Arrays.copyOf(ips, 2 * size + 8);
                targets = Arrays.copyOf(targets, ips.length);
            }
            ips[size] = ip;
            targets[size++] = target;
        }

        /**
         * Makes the targets.
         *
         * @return what was added
         */
        public DirectTargets build() {
            return new DirectTargets(Arrays.copyOf(ips, size), Arrays.copyOf(targets, size));
        }
    }
}
