package org.jftrace.tracefs.ring;

import org.jftrace.graph.Graphs;

/**
 * What the data of function_graph's entries say: how deep the call lies, and of a return how long it took, and how many calls its
 * task had made too deep to be followed. Its other word is what the function returned.
 *
 * <pre>
 *     63          20 19        6 5     0
 *        duration      overruns   depth
 * </pre>
 */
public final class GraphData {
    /** What is counted of the calls that were too deep; more are told as so many. */
    public static final int MOST_OVERRUNS = (1 << 14) - 1;

    private static final int DEPTH_BITS = 6;
    private static final int DURATION_BIT = 20;

    private GraphData() {}

    /**
     * Packs.
     *
     * @param depth 0 to {@link Graphs#MAX_DEPTH}
     * @param duration by the clock of the buffer, less than 2^43: of nanoseconds that are more than two hours
     * @param overruns not negative
     * @return the data of an entry
     */
    public static long of(int depth, long duration, long overruns) {
        return duration << DURATION_BIT | Math.min(overruns, MOST_OVERRUNS) << DEPTH_BITS | depth;
    }

    /**
     * Unpacks.
     *
     * @param entry of function_graph
     * @return how many calls it lies within
     */
    public static int depth(TraceEntry entry) {
        return (int) (entry.data() & (1 << DEPTH_BITS) - 1);
    }

    /**
     * Unpacks.
     *
     * @param entry a return
     * @return how long the call took
     */
    public static long duration(TraceEntry entry) {
        return entry.data() >> DURATION_BIT;
    }

    /**
     * Unpacks.
     *
     * @param entry a return
     * @return how many calls of the task were too deep to be followed, at most {@link #MOST_OVERRUNS}
     */
    public static int overruns(TraceEntry entry) {
        return (int) (entry.data() >> DEPTH_BITS) & MOST_OVERRUNS;
    }
}
