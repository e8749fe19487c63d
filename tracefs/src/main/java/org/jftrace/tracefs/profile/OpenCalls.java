package org.jftrace.tracefs.profile;

import org.jftrace.graph.Graphs;

/** The profiled calls that a task is in, and how long those took that each made; for times without callees. */
final class OpenCalls {
    private final int[] depths = new int[Graphs.MAX_DEPTH];
    private final long[] inner = new long[Graphs.MAX_DEPTH];
    private int open;

    /** A call that begins. What lies as deep or deeper was left without returning. */
    void begin(int depth) {
        dropFrom(depth);
        depths[open] = depth;
        inner[open] = 0;
        open++;
    }

    /** A call that ends; answers how much of its time it was not in a profiled callee. */
    long end(int depth, long time) {
        dropFrom(depth + 1);
        long within = 0;
        if (open > 0 && depths[open - 1] == depth) {
            within = inner[--open];
        }
        if (open > 0) {
            inner[open - 1] += time;
        }
        return Math.max(0, time - within);
    }

    private void dropFrom(int depth) {
        while (open > 0 && depths[open - 1] >= depth) {
            open--;
        }
    }
}
