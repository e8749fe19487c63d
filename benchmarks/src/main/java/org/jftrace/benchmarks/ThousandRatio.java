package org.jftrace.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;

/**
 * A link on a thousand functions against a plain tracer of the same thousand, attached and detached in turn, by the thread's
 * CPU time: what {@link LinkBenchmark} measures one after the other, for a machine that does other things at the same time.
 */
public final class ThousandRatio {
    private static final int ROUNDS = 5_000;
    private static final int WARMUP = 5_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ThousandRatio() {}

    /**
     * Prints the report.
     *
     * @param arguments are not looked at
     */
    public static void main(String[] arguments) {
        LinkBenchmark benchmark = new LinkBenchmark();
        LinkBenchmark.Programs kernel = new LinkBenchmark.Programs();
        List<Runnable> sides = List.of(
                () -> benchmark.registerAndCloseThousandByIp(kernel),
                () -> benchmark.registerAndCloseThousand(kernel),
                () -> benchmark.attachAndDetachThousand(kernel));
        double[][] times = new double[sides.size()][ROUNDS];
        for (int round = -WARMUP; round < ROUNDS; round++) {
            for (int side = 0; side < times.length; side++) {
                double time = microseconds(sides.get(side));
                if (round >= 0) {
                    times[side][round] = time;
                }
            }
        }
        print("plain tracer, by address", times[0]);
        print("plain tracer, by name", times[1]);
        print("link, by name", times[2]);
        System.out.printf("link against plain tracer, both by name: %.2f%n", median(times[2]) / median(times[1]));
    }

    private static double microseconds(Runnable side) {
        long start = THREADS.getCurrentThreadCpuTime();
        side.run();
        return (THREADS.getCurrentThreadCpuTime() - start) / 1e3;
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }

    private static void print(String what, double[] times) {
        Arrays.sort(times);
        System.out.printf(
                "%s: least %.0f, quartile %.0f, median %.0f us%n",
                what, times[0], times[times.length / 4], median(times));
    }
}
