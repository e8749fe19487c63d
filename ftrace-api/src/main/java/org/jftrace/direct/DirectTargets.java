package org.jftrace.direct;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jftrace.site.SiteIndex;

/**
 * Where call sites are sent; the kernel's {@code direct_functions}. A call finds its own without a lock and without allocating.
 * Never changed.
 */
public final class DirectTargets {
    /** Stands for no target; of a change, that the site is taken out. */
    public static final long NOWHERE = 0;

    /** No call site at all. */
    public static final DirectTargets NONE = new Builder(0).build();

    private final SiteIndex sites;
    private final long[] targets;

    private DirectTargets(SiteIndex sites, long[] targets) {
        this.sites = sites;
        this.targets = targets;
    }

    /**
     * Makes targets of a map.
     *
     * @param byIp for each call site where it is sent
     * @return the same
     */
    public static DirectTargets of(Map<Long, Long> byIp) {
        Builder targets = new Builder(byIp.size());
        byIp.forEach(targets::add);
        return targets.build();
    }

    /**
     * Counts.
     *
     * @return how many call sites
     */
    public int size() {
        return targets.length;
    }

    /**
     * Returns one of the call sites.
     *
     * @param index 0 to {@link #size()} - 1
     * @return its ip
     */
    public long ip(int index) {
        return sites.ip(index);
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
     * @return a copy
     */
    public long[] ips() {
        return sites.ips();
    }

    /**
     * Finds where a call site is sent.
     *
     * @param ip of the call site
     * @return {@link #NOWHERE} if it is not among these
     */
    public long at(long ip) {
        int number = sites.numberOf(ip);
        return number == SiteIndex.NONE ? NOWHERE : targets[number];
    }

    /**
     * Replaces some.
     *
     * @param changes for each call site where it is sent, or {@link #NOWHERE} to take it out
     * @return the others and these
     */
    public DirectTargets with(DirectTargets changes) {
        Builder all = new Builder(size() + changes.size());
        for (int i = 0; i < size(); i++) {
            if (changes.sites.numberOf(ip(i)) == SiteIndex.NONE) {
                all.add(ip(i), targets[i]);
            }
        }
        for (int i = 0; i < changes.size(); i++) {
            if (changes.targets[i] != NOWHERE) {
                all.add(changes.ip(i), changes.targets[i]);
            }
        }
        return all.build();
    }

    /**
     * Tells where the same call sites are sent by others: what takes a change back.
     *
     * @param others for some or all of these call sites, and any more
     * @return for each of these call sites what it is there, {@link #NOWHERE} included
     */
    public DirectTargets as(DirectTargets others) {
        long[] there = new long[targets.length];
        Arrays.setAll(there, index -> others.at(ip(index)));
        return new DirectTargets(sites, there);
    }

    /**
     * Lists them.
     *
     * @return a new map, by ascending address
     */
    public Map<Long, Long> byIp() {
        Map<Long, Long> all = new TreeMap<>();
        for (int i = 0; i < targets.length; i++) {
            all.put(ip(i), targets[i]);
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

    /** Collects targets. For one thread. */
    public static final class Builder {
        private final SiteIndex.Builder sites;
        private long[] targets;
        private int size;

        /**
         * Starts with nothing.
         *
         * @param expected how many there may be
         */
        public Builder(int expected) {
            sites = new SiteIndex.Builder(expected);
            targets = new long[expected];
        }

        /**
         * Adds a call site.
         *
         * @param ip of the site
         * @param target where it is sent
         * @throws IllegalArgumentException if the site was added before
         */
        public void add(long ip, long target) {
            if (sites.add(ip) != size) {
                throw new IllegalArgumentException(
                        "the call site 0x" + Long.toHexString(ip) + " is sent to two places");
            }
            if (size == targets.length) {
                targets = Arrays.copyOf(targets, 2 * size + 1);
            }
            targets[size++] = target;
        }

        /**
         * Makes the targets; nothing is added afterwards.
         *
         * @return what was added
         */
        public DirectTargets build() {
            return new DirectTargets(sites.build(), size == targets.length ? targets : Arrays.copyOf(targets, size));
        }
    }
}
