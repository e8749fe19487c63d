package org.jftrace.bpf;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The cookies of a link, by call site; found without allocating. Never changed. */
final class Cookies {
    private final long[] ips;
    private final long[] cookies;
    private final boolean none;

    Cookies(Map<Long, Long> byIp) {
        TreeMap<Long, Long> sorted = new TreeMap<>(byIp);
        ips = sorted.keySet().stream().mapToLong(Long::longValue).toArray();
        cookies = sorted.values().stream().mapToLong(Long::longValue).toArray();
        none = Arrays.stream(cookies).allMatch(cookie -> cookie == 0);
    }

    /** Tells whether every cookie is 0, so that nobody has to look for one. */
    boolean areNone() {
        return none;
    }

    long at(long ip) {
        int at = Arrays.binarySearch(ips, ip);
        return at < 0 ? 0 : cookies[at];
    }
}
