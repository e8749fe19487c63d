package org.jftrace.cli.trace;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jftrace.site.CallSiteInfo;

/** Calls per function. Counting takes no lock and allocates nothing: the sites are known before the program starts. */
final class CallCounts {
    private final long[] ips;
    private final String[] functions;
    private final AtomicLongArray calls;

    CallCounts(List<CallSiteInfo> sites) {
        List<CallSiteInfo> sorted = sites.stream()
                .sorted(Comparator.comparingLong(CallSiteInfo::ip))
                .toList();
        ips = sorted.stream().mapToLong(CallSiteInfo::ip).toArray();
        functions = sorted.stream().map(CallSiteInfo::function).toArray(String[]::new);
        calls = new AtomicLongArray(ips.length);
    }

    /** Counts a call and returns the name of the called function. */
    String count(long ip) {
        int site = Arrays.binarySearch(ips, ip);
        if (site < 0) {
            throw new IllegalArgumentException("0x" + Long.toHexString(ip) + " is not a call site");
        }
        calls.getAndIncrement(site);
        return functions[site];
    }

    /** Prints the functions that were called, most calls first. */
    void print(PrintWriter out) {
        Map<String, Long> byName = new TreeMap<>();
        long total = 0;
        for (int site = 0; site < ips.length; site++) {
            if (calls.get(site) > 0) {
                byName.merge(functions[site], calls.get(site), Long::sum);
                total += calls.get(site);
            }
        }
        out.printf(Locale.ROOT, "%n%10s  %s%n", "calls", "function");
        byName.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(entry -> out.printf(Locale.ROOT, "%10d  %s%n", entry.getValue(), entry.getKey()));
        out.printf(Locale.ROOT, "%10d  of %d functions%n", total, byName.size());
    }
}
