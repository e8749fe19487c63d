package org.jftrace.benchmarks;

import org.jftrace.benchmarks.SideBySide.Side;

/** Whether tracers of other functions slow a traced call down: 1 relevant and 0 irrelevant ops, and 1 and 100. */
public final class IrrelevantOpsRatio {
    private static final int ROUNDS = 1_500;
    private static final int WARMUP = 200;
    private static final int CALLS = 20_000;

    private IrrelevantOpsRatio() {}

    /**
     * Prints the report.
     *
     * @param arguments are not looked at
     */
    public static void main(String[] arguments) {
        System.out.println("HostEntry, CPU time of one call");
        new SideBySide(side(0), side(100)).run(WARMUP, ROUNDS);
    }

    private static Side side(int irrelevant) {
        TracedFunction function = new TracedFunction(1, irrelevant);
        return new Side("1 relevant + " + irrelevant + " irrelevant", () -> callMany(function), CALLS, "ns");
    }

    private static void callMany(TracedFunction function) {
        if (function.enter(CALLS).pc() == 0) {
            throw new IllegalStateException("the twin left pc 0");
        }
    }
}
