package org.jftrace.tracefs.filter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** The order in which Linux lists a {@code struct ftrace_hash}: bucket by bucket, in each the last one added first. */
final class HashOrder {
    private static final long GOLDEN_RATIO = 0x61c8_8646_80b5_83ebL;
    private static final int OPEN_BITS = 10;
    private static final int MAX_BITS = 12;

    private HashOrder() {}

    /** As it is after a set was collected in a hash of 1024 buckets and moved to one of its own size. */
    static List<Long> of(Collection<Long> added) {
        int bits = Math.min(MAX_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(added.size() / 2));
        return hashed(hashed(added, OPEN_BITS), bits);
    }

    private static List<Long> hashed(Collection<Long> added, int bits) {
        List<Long> list = new ArrayList<>(added);
        Collections.reverse(list);
        if (bits > 0) {
            list.sort(Comparator.comparingLong(ip -> (ip * GOLDEN_RATIO) >>> (Long.SIZE - bits)));
        }
        return list;
    }
}
