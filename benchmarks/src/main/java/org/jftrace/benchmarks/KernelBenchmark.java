package org.jftrace.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.image.KernelImage;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.spi.CodeMemory;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the core does with the 48,220 call sites of a recorded kernel. {@code onAndOff} traces all of them and ends it;
 * {@code storesAlone} makes the same stores, in the same order, through the same memory and does nothing else.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KernelBenchmark {
    private static final String DIRECTORY = System.getProperty("kernel", "samples/kernel");

    private static FtraceOps ops(String name, Filter filter) {
        return FtraceOps.builder(name)
                .filter(filter)
                .callback((ip, parentIp, ops, regs) -> {})
                .build();
    }

    /** A kernel with all its modules, and nobody traced. */
    @State(Scope.Thread)
    public static class Kernel {
        final KernelImage image = load();
        final FtraceCore ftrace = FtraceCore.open(image, Arm64Port.on(image));
        final CodeMemory memory = image.memory();
        final long[] ips;
        final int[] branches;
        int next;

        /** Loads it, and learns the words that tracing leaves. */
        public Kernel() {
            image.modules().forEach(module -> ftrace.modules().load(image.mapModule(module.module())));
            ips = ftrace.sites().stream().mapToLong(CallSiteInfo::ip).toArray();
            branches = new int[ips.length];
            try (Registration all = ftrace.register(ops("global_ops", Filter.all()))) {
                for (int i = 0; i < ips.length; i++) {
                    branches[i] = memory.readWord(ips[i]);
                }
                if (all.selected().length != ips.length) {
                    throw new IllegalStateException("not all sites are traced");
                }
            }
        }

        private static KernelImage load() {
            try {
                return KernelImage.load(Path.of(DIRECTORY));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A kernel of which some sites are traced. */
    @State(Scope.Thread)
    @NullUnmarked // JMH sets parameters, then calls setUp
    public static class Traced extends Kernel {
        @Param({"10", "48219"})
        public int sites;

        private Registration registration;

        /** Traces all but one, or the first few. */
        @Setup(Level.Trial)
        public void setUp() {
            long[] traced = java.util.Arrays.stream(ips)
                    .filter(ip -> ip != ips[20_000])
                    .limit(sites)
                    .toArray();
            registration = ftrace.register(ops("global_ops", Filter.ip(traced)));
        }
    }

    @Benchmark
    public long onAndOff(Kernel kernel) {
        kernel.ftrace.register(ops("global_ops", Filter.all())).close();
        return kernel.image.synchronizations();
    }

    @Benchmark
    public int storesAlone(Kernel kernel) {
        CodeMemory memory = kernel.memory;
        for (int i = 0; i < kernel.ips.length; i++) {
            memory.patchLong(kernel.ips[i] - 12, 0x1122334455667788L);
            memory.patchWord(kernel.ips[i], kernel.branches[i]);
        }
        for (int i = 0; i < kernel.ips.length; i++) {
            memory.patchLong(kernel.ips[i] - 12, 0xffff800080f880a0L);
            memory.patchWord(kernel.ips[i], 0xd503201f);
        }
        return memory.readWord(kernel.ips[0]);
    }

    @Benchmark
    public Registration oneSiteMoreAndLess(Traced kernel) {
        Filter one = Filter.ip(kernel.ips[20_000]);
        kernel.registration.widen(one);
        kernel.registration.narrow(one);
        return kernel.registration;
    }

    @Benchmark
    public long[] globInTheMiddle(Kernel kernel) {
        return kernel.ftrace.select(Filter.glob("*read*"));
    }

    @Benchmark
    public long[] exactName(Kernel kernel) {
        return kernel.ftrace.select(Filter.name("vfs_read"));
    }

    @Benchmark
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public Object lookup(Kernel kernel) {
        kernel.next = (kernel.next + 7919) % kernel.ips.length;
        return kernel.ftrace.site(kernel.ips[kernel.next]);
    }
}
