package org.jftrace.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import org.jftrace.benchmarks.KernelBenchmark.Kernel;

/**
 * How much more tracing 48,220 sites costs than the stores that it makes: rounds that alternate, by the thread's CPU time,
 * for a machine that does other things at the same time.
 */
public final class KernelRatios {
    private static final int ROUNDS = 500;
    private static final int WARMUP = 1000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private KernelRatios() {}

    /**
     * Prints the report.
     *
     * @param arguments are not looked at
     */
    public static void main(String[] arguments) {
        KernelBenchmark benchmark = new KernelBenchmark();
        Kernel kernel = new Kernel();
        double[] stores = new double[ROUNDS];
        double[] onAndOff = new double[ROUNDS];
        for (int round = -WARMUP; round < ROUNDS; round++) {
            double one = microseconds(() -> benchmark.storesAlone(kernel));
            double other = microseconds(() -> benchmark.onAndOff(kernel));
            if (round >= 0) {
                stores[round] = one;
                onAndOff[round] = other;
            }
        }
        Arrays.sort(stores);
        Arrays.sort(onAndOff);
        print("the stores alone", stores);
        print("tracing on and off", onAndOff);
        System.out.printf(
                "ratio: %.2f, %.2f, %.2f%n",
                onAndOff[0] / stores[0],
                onAndOff[ROUNDS / 4] / stores[ROUNDS / 4],
                onAndOff[ROUNDS / 2] / stores[ROUNDS / 2]);
    }

    private static double microseconds(Runnable work) {
        long start = THREADS.getCurrentThreadCpuTime();
        work.run();
        return (THREADS.getCurrentThreadCpuTime() - start) / 1e3;
    }

    private static void print(String what, double[] sorted) {
        System.out.printf(
                "%s, us: least %.0f, quartile %.0f, median %.0f%n",
                what, sorted[0], sorted[ROUNDS / 4], sorted[ROUNDS / 2]);
    }
}
