package org.jftrace.tracefs.tracer;

/** Which calls function_graph follows, for all instances; asked on each call, without a lock. */
public interface GraphScope {
    /** Follows all. */
    GraphScope ALL = new GraphScope() {
        @Override
        public boolean follows(long ip) {
            return true;
        }

        @Override
        public boolean avoids(long ip) {
            return false;
        }

        @Override
        public int maxDepth() {
            return 0;
        }
    };

    /**
     * Tells whether a call is followed, with all that it makes; {@code set_graph_function}.
     *
     * @param ip the call site
     * @return true for all if none is selected
     */
    boolean follows(long ip);

    /**
     * Tells whether a call is left out, with all that it makes; {@code set_graph_notrace}.
     *
     * @param ip the call site
     * @return true if it is
     */
    boolean avoids(long ip);

    /**
     * Returns how deep calls are followed; {@code max_graph_depth}.
     *
     * @return 0 for no limit
     */
    int maxDepth();
}
