package org.jftrace.cli.compare.time;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jftrace.FtraceException;
import org.jftrace.cli.compare.route.Bench;
import org.jftrace.cli.compare.route.CallRoute;
import org.jftrace.cli.compare.route.Routes;
import org.jftrace.cli.compare.route.Workload;

/**
 * The program of one fork: times all routes in rounds, each round in another order, so that the compiler has seen all of
 * them and what else the computer does falls on all. Times are CPU time of the measuring thread.
 */
public final class TimedFork {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int WARM_UPS = 6;

    private final List<Case> cases = new ArrayList<>();
    private final Random order;

    private record Case(Workload workload, CallRoute route, Bench bench) {
        void run() {
            bench.runBatch();
        }

        double nanosPerTurn() {
            long before = THREADS.getCurrentThreadCpuTime();
            int turns = bench.runBatch();
            return (double) (THREADS.getCurrentThreadCpuTime() - before) / turns;
        }
    }

    private TimedFork(Path vfs, long seed) throws IOException {
        order = new Random(seed);
        for (Workload workload : Workload.values()) {
            for (CallRoute route : Routes.all()) {
                try {
                    cases.add(new Case(workload, route, Bench.open(vfs, workload, route)));
                } catch (FtraceException refused) {
                    print(workload, route, Double.NaN); // the parent says why
                }
            }
        }
    }

    private static void print(Workload workload, CallRoute route, double nanos) {
        System.out.println(workload.name() + '\t' + route.name() + '\t' + nanos);
    }

    private void measure(int rounds) {
        for (int warmUp = 0; warmUp < WARM_UPS; warmUp++) {
            Collections.shuffle(cases, order);
            cases.forEach(Case::run);
        }
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(cases, order);
            for (Case one : cases) {
                print(one.workload(), one.route(), one.nanosPerTurn());
            }
        }
        cases.forEach(one -> one.bench().close());
    }

    /**
     * Measures, and prints a line a sample: workload, route, nanoseconds; NaN for a route that is refused.
     *
     * @param args vfs.elf, the number of rounds, the number of this fork
     * @throws IOException if the program cannot be loaded
     */
    public static void main(String[] args) throws IOException {
        new TimedFork(Path.of(args[0]), Long.parseLong(args[2])).measure(Integer.parseInt(args[1]));
    }
}
