package org.jftrace.tracefs.probe;

import java.util.concurrent.atomic.AtomicLong;

/** What a probe does for a function, and how often it still will. Hit by several CPUs at once. */
abstract class ProbeEntry {
    /** A count that does not run out. */
    static final long UNLIMITED = -1;

    private final String label;
    private final boolean showsCount;
    private final AtomicLong left;

    ProbeEntry(String label, boolean showsCount, long count) {
        this.label = label;
        this.showsCount = showsCount;
        this.left = new AtomicLong(count);
    }

    /** Does it, if it is still to be done. */
    abstract void hit(long ip);

    final long left() {
        return left.get();
    }

    /** Counts a hit down; tells whether there was one left. */
    final boolean use() {
        return left.getAndUpdate(n -> n > 0 ? n - 1 : n) > 0;
    }

    @Override
    public String toString() {
        return label + (showsCount ? ":count=" + left : ":unlimited");
    }
}
