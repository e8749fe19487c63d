package org.jftrace.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.rethook.Rethook;
import org.jftrace.rethook.RethookNode;
import org.jftrace.rethook.Rethooks;
import org.jftrace.returns.RegisterSet;
import org.jftrace.sim.light.LightCpu;
import org.jftrace.sim.light.LightMachine;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** A node is taken from the pool of a rethook and given back, by one CPU and by two at once. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class NodePoolBenchmark {
    private static final int CPUS = 2;
    private static final int NODES = 16;

    /** One pool for all. */
    @State(Scope.Benchmark)
    public static class Pool {
        private final LightMachine machine =
                LightMachine.builder().cpus(CPUS).heap(4096).build();
        private final Rethook rethook = Rethooks.on(FtraceCore.open(machine, Arm64Port.on(machine)), CPUS)
                .alloc("pool", RegisterSet.RESULTS, 2, NODES, (cpu, node, regs) -> {});
        private final AtomicInteger nextCpu = new AtomicInteger();
    }

    /** A CPU for each thread. */
    @State(Scope.Thread)
    @NullUnmarked // JMH calls setUp
    public static class Caller {
        private LightCpu cpu;

        @Setup
        public void setUp(Pool pool) {
            cpu = pool.machine.cpu(pool.nextCpu.getAndIncrement() % CPUS);
        }
    }

    private static long[] takeAndGiveBack(Pool pool, Caller caller) {
        RethookNode node = pool.rethook.tryGet(caller.cpu);
        if (node == null) {
            throw new IllegalStateException("no node is free");
        }
        pool.rethook.recycle(caller.cpu, node);
        return node.data();
    }

    @Benchmark
    @Threads(1)
    public long[] oneThread(Pool pool, Caller caller) {
        return takeAndGiveBack(pool, caller);
    }

    @Benchmark
    @Threads(2)
    public long[] twoThreads(Pool pool, Caller caller) {
        return takeAndGiveBack(pool, caller);
    }
}
