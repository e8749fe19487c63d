package org.jftrace.cli.trace;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.jftrace.Filter;
import org.jftrace.graph.GraphOps;
import org.jftrace.site.CallSiteInfo;

/** How often and how long functions ran; the kernel's function profiler. */
final class Profile {
    private final long[] ips;
    private final String[] functions;
    private final LongAdder[] hits;
    private final LongAdder[] time;
    /** Squares in microseconds, so that they do not overflow. */
    private final LongAdder[] squares;

    Profile(List<CallSiteInfo> sites) {
        List<CallSiteInfo> sorted = sites.stream()
                .sorted(Comparator.comparingLong(CallSiteInfo::ip))
                .toList();
        ips = sorted.stream().mapToLong(CallSiteInfo::ip).toArray();
        functions = sorted.stream().map(CallSiteInfo::function).toArray(String[]::new);
        hits = adders();
        time = adders();
        squares = adders();
    }

    private LongAdder[] adders() {
        LongAdder[] adders = new LongAdder[ips.length];
        Arrays.setAll(adders, i -> new LongAdder());
        return adders;
    }

    GraphOps ops(Filter filter) {
        return GraphOps.builder("function_profile")
                .filter(filter)
                .data(1)
                .handlers(
                        (call, regs) -> {
                            call.data()[0] = System.nanoTime();
                            return true;
                        },
                        (call, regs) -> add(call.ip(), System.nanoTime() - call.data()[0]));
    }

    /** Counts a call. */
    void add(long ip, long nanoseconds) {
        int site = Arrays.binarySearch(ips, ip);
        hits[site].increment();
        time[site].add(nanoseconds);
        long micros = nanoseconds / 1000;
        squares[site].add(micros * micros);
    }

    /** Prints the functions that were called, the longest first, in the kernel's columns. */
    void print(PrintWriter out) {
        out.print("  Function                               Hit    Time            Avg             s^2\n");
        out.print("  --------                               ---    ----            ---             ---\n");
        IntStream.range(0, ips.length)
                .boxed()
                .filter(site -> hits[site].sum() > 0)
                .sorted(Comparator.comparingLong((Integer site) -> time[site].sum())
                        .reversed())
                .forEach(site -> out.print(line(site)));
    }

    private String line(int site) {
        long calls = hits[site].sum();
        double average = time[site].sum() / (double) calls;
        return String.format(
                Locale.ROOT,
                "  %-30.30s  %10d    %s     %s     %s\n",
                functions[site],
                calls,
                micros((double) time[site].sum()),
                micros(average),
                micros(1000 * variance(calls, site)));
    }

    /** In square microseconds: n times the squares less the square of the sum, over n (n - 1). */
    private double variance(long calls, int site) {
        double sum = time[site].sum() / 1000.0;
        return calls < 2
                ? 0
                : Math.max(0, (calls * (double) squares[site].sum() - sum * sum) / (calls * (calls - 1.0)));
    }

    private static String micros(double nanoseconds) {
        return String.format(Locale.ROOT, "%.3f us", nanoseconds / 1000);
    }
}
