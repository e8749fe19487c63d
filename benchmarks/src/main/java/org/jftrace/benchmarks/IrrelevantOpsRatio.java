package org.jftrace.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import org.jftrace.sim.light.LightCpu;

/**
 * Whether tracers of other functions slow a traced call down: 1 relevant and 100 irrelevant ops against 1 and 0, in short
 * batches that alternate, by the thread's CPU time. For a machine that does other things at the same time, where a run of
 * JMH for the one and then for the other would compare two weathers.
 */
public final class IrrelevantOpsRatio {
    private static final int ROUNDS = 3_000;
    private static final int WARMUP = 500;
    private static final int CALLS = 5_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private IrrelevantOpsRatio() {}

    /**
     * Prints the report.
     *
     * @param arguments are not looked at
     */
    public static void main(String[] arguments) {
        TracedFunction alone = new TracedFunction(1, 0);
        TracedFunction crowded = new TracedFunction(1, 100);
        double[] first = new double[ROUNDS];
        double[] second = new double[ROUNDS];
        for (int round = -WARMUP; round < ROUNDS; round++) {
            double one = nanosecondsACall(alone);
            double other = nanosecondsACall(crowded);
            if (round >= 0) {
                first[round] = one;
                second[round] = other;
            }
        }
        Arrays.sort(first);
        Arrays.sort(second);
        System.out.println("HostEntry, CPU time of one call: least, quartile, median");
        print("1 relevant +   0 irrelevant", first);
        print("1 relevant + 100 irrelevant", second);
        System.out.printf(
                "ratio: %.3f, %.3f, %.3f%n",
                second[0] / first[0], second[ROUNDS / 4] / first[ROUNDS / 4], second[ROUNDS / 2] / first[ROUNDS / 2]);
    }

    private static double nanosecondsACall(TracedFunction function) {
        long start = THREADS.getCurrentThreadCpuTime();
        LightCpu cpu = function.enter();
        for (int i = 1; i < CALLS; i++) {
            cpu = function.enter();
        }
        long time = THREADS.getCurrentThreadCpuTime() - start;
        if (cpu.pc() == 0) {
            throw new IllegalStateException("the twin left pc 0");
        }
        return (double) time / CALLS;
    }

    private static void print(String what, double[] sorted) {
        System.out.printf("%s: %.1f ns, %.1f ns, %.1f ns%n", what, sorted[0], sorted[ROUNDS / 4], sorted[ROUNDS / 2]);
    }
}
