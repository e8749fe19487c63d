package org.jftrace.benchmarks;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.rethook.Rethook;
import org.jftrace.rethook.RethookNode;
import org.jftrace.rethook.Rethooks;
import org.jftrace.returns.RegisterSet;
import org.jftrace.sim.light.LightCpu;
import org.jftrace.sim.light.LightMachine;

/**
 * How much more two CPUs take from the pool of a rethook, and give back, than one. In short rounds that both begin at once, of
 * which the best counts: in those both had a core to themselves, whatever else runs on the machine.
 */
public final class NodePoolScaling {
    private static final int OPERATIONS = 200_000;
    private static final int ROUNDS = 1000;
    private static final int NODES = 16;

    private final LightMachine machine =
            LightMachine.builder().cpus(2).heap(4096).build();
    private final Rethook rethook = Rethooks.on(FtraceCore.open(machine, Arm64Port.on(machine)), 2)
            .alloc("pool", RegisterSet.RESULTS, 2, NODES, (cpu, node, regs) -> {});

    private NodePoolScaling() {}

    /** Returns the times of its start and its end. */
    private long[] round(int id) {
        LightCpu cpu = machine.cpu(id);
        long start = System.nanoTime();
        for (int i = 0; i < OPERATIONS; i++) {
            RethookNode node = rethook.tryGet(cpu);
            if (node == null) {
                throw new IllegalStateException("no node is free");
            }
            rethook.recycle(cpu, node);
        }
        return new long[] {start, System.nanoTime()};
    }

    private long bestAlone() {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long[] one = round(0);
            best = Math.min(best, one[1] - one[0]);
        }
        return best;
    }

    private long[] together() throws InterruptedException {
        long[][] others = new long[ROUNDS][];
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        Thread other = new Thread(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                while (begun.get() <= i) {
                    Thread.onSpinWait();
                }
                others[i] = round(1);
                ended.incrementAndGet();
            }
        });
        other.setDaemon(true);
        other.start();
        long[] times = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            begun.incrementAndGet();
            long[] own = round(0);
            while (ended.get() <= i) {
                Thread.onSpinWait();
            }
            times[i] = Math.max(own[1], others[i][1]) - Math.min(own[0], others[i][0]);
        }
        other.join();
        Arrays.sort(times);
        return times;
    }

    /**
     * Prints the best of one CPU, and the best and the best twentieth of two.
     *
     * @param args none
     */
    public static void main(String[] args) throws InterruptedException {
        NodePoolScaling pool = new NodePoolScaling();
        pool.bestAlone();
        long one = pool.bestAlone();
        long[] two = pool.together();
        System.out.printf("one CPU: %.2f ns a take and give back%n", (double) one / OPERATIONS);
        System.out.printf(
                "two CPUs: best %.2f times its throughput, best 5%% of rounds at least %.2f times%n",
                2.0 * one / two[0], 2.0 * one / two[ROUNDS / 20]);
    }
}
