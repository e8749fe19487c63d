package org.jftrace.tracefs.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lists a graph filter as Linux does: in the order of its hash buckets, and each page of a {@code seq_file} begins with the
 * first function again, so that a long list repeats some functions and omits others.
 */
final class GraphListing {
    private static final long GOLDEN_RATIO = 0x61C8864680B583EBL;
    private static final int WRITTEN_BITS = 10;
    private static final int MOST_BITS = 12;
    private static final int PAGE = 4096;

    private GraphListing() {}

    static String text(IpSet sites, SiteNames names) {
        Map<Long, String> named = new TreeMap<>();
        names.forEach(sites, named::put);
        int bits = Math.min(MOST_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(named.size() / 2));
        List<Long> written = buckets(named.keySet(), WRITTEN_BITS);
        return pages(
                buckets(written, bits).stream().map(ip -> named.get(ip) + "\n").toList());
    }

    /** The last one added to a bucket comes first. */
    private static List<Long> buckets(Iterable<Long> ips, int bits) {
        Map<Long, List<Long>> buckets = new TreeMap<>();
        for (long ip : ips) {
            long bucket = bits == 0 ? 0 : (ip * GOLDEN_RATIO) >>> (Long.SIZE - bits);
            buckets.computeIfAbsent(bucket, b -> new ArrayList<>()).add(ip);
        }
        List<Long> order = new ArrayList<>();
        for (List<Long> bucket : buckets.values()) {
            for (int i = bucket.size() - 1; i >= 0; i--) {
                order.add(bucket.get(i));
            }
        }
        return order;
    }

    private static String pages(List<String> lines) {
        StringBuilder text = new StringBuilder();
        int next = 0;
        int page = 0;
        for (int printed = 0; printed < lines.size(); printed++) {
            if (page + lines.get(next).length() >= PAGE) {
                next = 0;
                page = 0;
            }
            String line = lines.get(next++);
            text.append(line);
            page += line.length();
        }
        return text.toString();
    }
}
