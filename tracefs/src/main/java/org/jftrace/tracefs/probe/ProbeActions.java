package org.jftrace.tracefs.probe;

/** What probes do to the instance they belong to. Called by callbacks, on the thread of the CPU that made the call. */
public interface ProbeActions {
    /**
     * Tells whether the instance records.
     *
     * @return {@code tracing_on}
     */
    boolean isTracing();

    /**
     * Starts or stops recording.
     *
     * @param on {@code tracing_on}
     */
    void setTracing(boolean on);

    /** Records where the calling CPU is, and how it came there. */
    void traceStack();

    /** Prints what was recorded where the machine's operator sees it. */
    void dump();

    /** Sets what was recorded aside. */
    void snapshot();
}
