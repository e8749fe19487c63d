package org.jftrace.benchmarks;

import org.jftrace.benchmarks.SideBySide.Side;

/** A link on a thousand functions against a plain tracer of the same thousand, attached and detached in turn. */
public final class ThousandRatio {
    private static final int ROUNDS = 5_000;
    private static final int WARMUP = 5_000;

    private ThousandRatio() {}

    /**
     * Prints the report.
     *
     * @param arguments are not looked at
     */
    public static void main(String[] arguments) {
        LinkBenchmark benchmark = new LinkBenchmark();
        LinkBenchmark.Programs kernel = new LinkBenchmark.Programs();
        new SideBySide(
                        Side.inMicroseconds(
                                "plain tracer, by address", () -> benchmark.registerAndCloseThousandByIp(kernel)),
                        Side.inMicroseconds("plain tracer, by name", () -> benchmark.registerAndCloseThousand(kernel)),
                        Side.inMicroseconds("link, by name", () -> benchmark.attachAndDetachThousand(kernel)))
                .run(WARMUP, ROUNDS);
    }
}
