package org.jftrace.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.benchmarks.KernelBenchmark.Kernel;
import org.jftrace.bpf.AttachType;
import org.jftrace.bpf.Bpf;
import org.jftrace.bpf.BpfPolicy;
import org.jftrace.bpf.BpfProgram;
import org.jftrace.bpf.BpfTarget;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.spi.arch.image.FunctionModel;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Attaching and detaching fentry links in a recorded kernel: one link while few or many functions have links of other
 * programs, and one for a thousand functions against a plain tracer of the same thousand.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LinkBenchmark {
    private static final int MANY = 1000;

    /** A kernel, its functions that no other shares its name with, and a program. */
    @State(Scope.Thread)
    public static class Programs extends Kernel {
        final Bpf bpf = Bpf.open(ftrace, image, Arm64Port.on(image), BpfPolicy.byName());
        final BpfProgram program = bpf.program("fentry", AttachType.FENTRY).load(context -> 0);
        final List<BpfTarget.Function> functions = ftrace.sites().stream()
                .map(CallSiteInfo::function)
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() == 1)
                .map(entry -> new BpfTarget.Function(entry.getKey(), FunctionModel.ofLongs(4)))
                .toList();
        final Map<BpfTarget.Function, Long> thousand = cookies(functions.subList(0, MANY));
        final String[] names =
                thousand.keySet().stream().map(BpfTarget.Function::name).toArray(String[]::new);

        static Map<BpfTarget.Function, Long> cookies(List<BpfTarget.Function> functions) {
            return functions.stream().collect(Collectors.toMap(Function.identity(), any -> 0L));
        }
    }

    /** The same, with a program on some functions. */
    @State(Scope.Thread)
    @NullUnmarked // JMH sets parameters, then calls setUp
    public static class Traced extends Programs {
        @Param({"10", "10000"})
        public int others;

        /** Attaches another program to that many others. */
        @Setup
        public void setUp() {
            BpfProgram other = bpf.program("other", AttachType.FENTRY).load(context -> 0);
            bpf.attachMulti(other, cookies(functions.subList(MANY, MANY + others)));
        }
    }

    @Benchmark
    public Object attachAndDetach(Traced kernel) {
        kernel.bpf.attach(kernel.program, kernel.functions.get(0)).close();
        return kernel;
    }

    @Benchmark
    public Object attachAndDetachThousand(Programs kernel) {
        kernel.bpf.attachMulti(kernel.program, kernel.thousand).close();
        return kernel;
    }

    @Benchmark
    public Object registerAndCloseThousand(Programs kernel) {
        FtraceOps ops = FtraceOps.of("plain", Filter.name(kernel.names), (ip, parentIp, of, regs) -> {});
        kernel.ftrace.register(ops).close();
        return kernel;
    }

    /** As the one before, for a tracer that knows addresses. */
    @Benchmark
    public Object registerAndCloseThousandByIp(Programs kernel) {
        long[] ips = Arrays.stream(kernel.ips).limit(MANY).toArray();
        FtraceOps ops = FtraceOps.of("plain", Filter.ip(ips), (ip, parentIp, of, regs) -> {});
        kernel.ftrace.register(ops).close();
        return kernel;
    }
}
