package org.jftrace.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;

/**
 * Several things measured in turn, round by round, by the thread's CPU time: for a machine that does other things at the same
 * time, where a run of JMH for the one and then for the other would compare two weathers.
 */
final class SideBySide {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final List<Side> sides;

    /**
     * One of the things.
     *
     * @param what it is called
     * @param round is run once a round
     * @param nanoseconds that count as one in the report
     * @param unit what the report calls them
     */
    record Side(String what, Runnable round, double nanoseconds, String unit) {
        static Side inMicroseconds(String what, Runnable round) {
            return new Side(what, round, 1e3, "us");
        }

        double time() {
            long start = THREADS.getCurrentThreadCpuTime();
            round.run();
            return (THREADS.getCurrentThreadCpuTime() - start) / nanoseconds;
        }
    }

    SideBySide(Side... sides) {
        this.sides = List.of(sides);
    }

    /** Prints the times of each, and how the last compares with the one before it. */
    void run(int warmup, int rounds) {
        double[][] times = new double[sides.size()][rounds];
        for (int round = -warmup; round < rounds; round++) {
            for (int side = 0; side < times.length; side++) {
                double time = sides.get(side).time();
                if (round >= 0) {
                    times[side][round] = time;
                }
            }
        }
        for (int side = 0; side < times.length; side++) {
            Arrays.sort(times[side]);
            print(sides.get(side), times[side]);
        }
        double[] before = times[times.length - 2];
        double[] last = times[times.length - 1];
        System.out.printf(
                "ratio of the last two: %.3f, %.3f, %.3f%n",
                last[0] / before[0], last[rounds / 4] / before[rounds / 4], last[rounds / 2] / before[rounds / 2]);
    }

    private static void print(Side side, double[] sorted) {
        System.out.printf(
                "%s: least %.1f, quartile %.1f, median %.1f %s%n",
                side.what, sorted[0], sorted[sorted.length / 4], sorted[sorted.length / 2], side.unit);
    }
}
