package org.jftrace.core.dispatch;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jftrace.direct.DirectTargets;
import org.jspecify.annotations.Nullable;

/**
 * What direct calls go to, for whoever takes a stack trace, without a lock. There may be ten thousand direct calls and a trace
 * asks at each frame, so the set is kept until a direct call changes.
 */
public final class DirectTrampolines {
    private final TracerList tracers;
    /** Odd while a direct call is changed: then what is found may be of before or after, and is not kept. */
    private final AtomicInteger changes = new AtomicInteger();

    private volatile @Nullable Kept kept;

    private record Kept(int changes, Set<Long> starts) {}

    /**
     * Makes the set of the direct calls in a list.
     *
     * @param tracers all that are registered
     */
    public DirectTrampolines(TracerList tracers) {
        this.tracers = tracers;
    }

    /**
     * Runs a change of a direct call, under the core's lock. What is asked for afterwards is as it was left.
     *
     * @param change may throw
     */
    public void change(Runnable change) {
        changes.incrementAndGet();
        try {
            change.run();
        } finally {
            changes.incrementAndGet();
        }
    }

    /**
     * Returns what direct calls go to.
     *
     * @return the first instruction of each trampoline; never changed
     */
    public Set<Long> starts() {
        int now = changes.get();
        Kept known = kept;
        if (known != null && known.changes == now) {
            return known.starts;
        }
        Set<Long> starts = Collections.unmodifiableSet(find());
        if ((now & 1) == 0) {
            kept = new Kept(now, starts);
        }
        return starts;
    }

    private Set<Long> find() {
        Set<Long> starts = new HashSet<>();
        for (Tracer tracer : tracers.snapshot()) {
            DirectTargets of = tracer.targetsAcquire();
            for (int i = 0; i < of.size(); i++) {
                starts.add(of.target(i));
            }
        }
        return starts;
    }
}
