package org.jftrace.tracefs.ring;

/**
 * What the data of function_graph's entries say: how deep the call lies, and of a return how long it took. Its other word is what
 * the function returned.
 *
 * <pre>
 *     63        8 7     0
 *     duration    depth
 * </pre>
 */
public final class GraphData {
    private static final int DEPTH_BITS = 8;

    private GraphData() {}

    /**
     * Packs.
     *
     * @param depth 0 to 255
     * @param duration by the clock of the buffer, less than 2^55
     * @return the data of an entry
     */
    public static long of(int depth, long duration) {
        return duration << DEPTH_BITS | depth;
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
        return entry.data() >> DEPTH_BITS;
    }
}
