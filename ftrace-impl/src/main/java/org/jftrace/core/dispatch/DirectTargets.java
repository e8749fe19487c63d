package org.jftrace.core.dispatch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Where a direct call sends each of its call sites. Never changed. */
public final class DirectTargets {
    /** Stands for no target. */
    public static final long NOWHERE = 0;

    /** No call site at all. */
    public static final DirectTargets NONE = new DirectTargets(Map.of());

    /** Ascending, so that a call finds its own without a lock and without allocating. */
    private final long[] ips;

    private final long[] targets;

    /**
     * Makes targets.
     *
     * @param byIp for each call site where it is sent
     */
    public DirectTargets(Map<Long, Long> byIp) {
        TreeMap<Long, Long> sorted = new TreeMap<>(byIp);
        ips = sorted.keySet().stream().mapToLong(Long::longValue).toArray();
        targets = sorted.values().stream().mapToLong(Long::longValue).toArray();
    }

    /**
     * Finds where a call site is sent.
     *
     * @param ip of the call site
     * @return {@link #NOWHERE} if it is not among these
     */
    public long at(long ip) {
        int at = java.util.Arrays.binarySearch(ips, ip);
        return at < 0 ? NOWHERE : targets[at];
    }

    /**
     * Replaces some.
     *
     * @param changes for each call site where it is sent, or {@link #NOWHERE} to take it out
     * @return the others and these
     */
    public DirectTargets with(Map<Long, Long> changes) {
        Map<Long, Long> all = byIp();
        changes.forEach((ip, target) -> {
            if (target == NOWHERE) {
                all.remove(ip);
            } else {
                all.put(ip, target);
            }
        });
        return new DirectTargets(all);
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
}
