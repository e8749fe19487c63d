package org.jftrace.benchmarks;

import org.jftrace.benchmarks.KernelBenchmark.Kernel;
import org.jftrace.benchmarks.SideBySide.Side;

/** How much more tracing 48,220 sites costs than the stores that it makes. */
public final class KernelRatios {
    private static final int ROUNDS = 500;
    private static final int WARMUP = 1000;

    private KernelRatios() {}

    /**
     * Prints the report.
     *
     * @param arguments are not looked at
     */
    public static void main(String[] arguments) {
        KernelBenchmark benchmark = new KernelBenchmark();
        Kernel kernel = new Kernel();
        new SideBySide(
                        Side.inMicroseconds("the stores alone", () -> benchmark.storesAlone(kernel)),
                        Side.inMicroseconds("tracing on and off", () -> benchmark.onAndOff(kernel)))
                .run(WARMUP, ROUNDS);
    }
}
