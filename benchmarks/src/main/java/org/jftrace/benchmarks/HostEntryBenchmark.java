package org.jftrace.benchmarks;

import java.util.concurrent.TimeUnit;
import org.jftrace.sim.light.LightCpu;
import org.jftrace.sim.light.LightMachine;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A traced call through the host twin of the entry trampolines, with empty callbacks.
 *
 * <p>{@code enter} is the twin alone: what a simulator pays that intercepts the BL; {@code enterInARow} is many of them. {@code
 * call} is a whole call on the light machine, which also announces each traced call to those who wait for quiescence; {@code
 * untraced} is the same call on a machine without a core.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class HostEntryBenchmark {
    private static final int IN_A_ROW = 1000;

    /** Parses {@code relevant+irrelevant}. */
    private static TracedFunction functionWith(String ops) {
        int plus = ops.indexOf('+');
        return new TracedFunction(Integer.parseInt(ops.substring(0, plus)), Integer.parseInt(ops.substring(plus + 1)));
    }

    /** How many tracers there are: of this function + of another. */
    @State(Scope.Thread)
    @NullUnmarked // JMH sets parameters, then calls setUp
    public static class Entered {
        @Param({"1+0", "1+1", "1+10", "1+100", "2+0", "10+0", "100+0"})
        public String ops;

        private TracedFunction function;

        @Setup
        public void setUp() {
            function = functionWith(ops);
        }
    }

    /** As {@link Entered}, and a function that nobody traces. */
    @State(Scope.Thread)
    @NullUnmarked // JMH sets parameters, then calls setUp
    public static class Called {
        @Param({"0+0", "0+100", "1+0", "1+1", "1+10", "1+100", "2+0", "10+0", "100+0"})
        public String ops;

        private TracedFunction function;

        @Setup
        public void setUp() {
            function = functionWith(ops);
        }
    }

    /** No core at all: the words are what the compiler left. */
    @State(Scope.Thread)
    public static class Untraced {
        private final LightMachine machine = LightMachine.builder().cpus(1).build();
    }

    @Benchmark
    public LightCpu enter(Entered state) {
        return state.function.enter();
    }

    /** As a simulator calls it: its loop has the twin and the CPU at hand, where JMH loads its state anew for each call. */
    @Benchmark
    @OperationsPerInvocation(IN_A_ROW)
    public LightCpu enterInARow(Entered state) {
        return state.function.enter(IN_A_ROW);
    }

    @Benchmark
    public LightCpu call(Called state) {
        return state.function.call();
    }

    @Benchmark
    public LightCpu untraced(Untraced state) {
        LightCpu cpu = state.machine.cpu(0);
        cpu.call(state.machine.function(0));
        return cpu;
    }
}
