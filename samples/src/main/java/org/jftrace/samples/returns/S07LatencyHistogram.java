package org.jftrace.samples.returns;

import java.io.IOException;
import java.io.PrintStream;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.fprobe.Fprobe;
import org.jftrace.fprobe.Fprobes;
import org.jftrace.rethook.Rethooks;
import org.jftrace.samples.Programs;
import org.jftrace.sim.SimMachine;

/**
 * How long a function takes, as a histogram in powers of two. The entry handler writes down the time, the exit handler of the
 * same call finds it again in {@code data}; calls may nest and tasks may sleep between, no table of open calls is needed.
 *
 * <p>The clock here is the instructions that the CPU has executed, so that the picture is the same on every run. Handlers
 * run for every call, on the thread of the CPU that makes it: they allocate nothing, and leave printing for later.
 */
public final class S07LatencyHistogram {
    private static final int WIDTH = 40;

    private S07LatencyHistogram() {}

    /**
     * Runs the sample.
     *
     * @param args are not looked at
     * @throws IOException if the program cannot be read
     */
    public static void main(String[] args) throws IOException {
        run(System.out);
    }

    /**
     * Runs the sample.
     *
     * @param out gets the histogram
     * @throws IOException if the program cannot be read
     */
    public static void run(PrintStream out) throws IOException {
        try (SimMachine machine = Programs.load("vfs.elf");
                Ftrace ftrace = FtraceCore.open(machine, Arm64Port.on(machine))) {
            long[] buckets = new long[Long.SIZE];
            Fprobe latency = Fprobe.builder("latency")
                    .data(1)
                    .entry((ip, returnAddress, regs, data) -> {
                        data[0] = machine.instructions();
                        return 0;
                    })
                    .exit((ip, returnAddress, regs, data) -> buckets[bucket(machine.instructions() - data[0])]++)
                    .build();
            Rethooks rethooks = Rethooks.on(ftrace, machine.maxCpus());
            Fprobes.on(ftrace, rethooks, machine.maxCpus()).register(latency, Filter.glob("vfs_*"));
            machine.run();
            print(out, buckets);
        }
    }

    /** The bucket n holds what is at least 2^n and less than 2^(n+1). */
    private static int bucket(long time) {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(time, 1));
    }

    private static void print(PrintStream out, long[] buckets) {
        int first = 0;
        int last = buckets.length - 1;
        long most = 0;
        for (long count : buckets) {
            most = Math.max(most, count);
        }
        while (first < last && buckets[first] == 0) {
            first++;
        }
        while (last > first && buckets[last] == 0) {
            last--;
        }
        for (int n = first; n <= last; n++) {
            String bar = "@".repeat((int) (WIDTH * buckets[n] / Math.max(most, 1)));
            out.printf("[%d, %d)  %d |%s%n", 1L << n, 1L << (n + 1), buckets[n], bar);
        }
    }
}
