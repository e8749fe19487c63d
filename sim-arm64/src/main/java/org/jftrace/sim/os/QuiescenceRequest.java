package org.jftrace.sim.os;

import java.util.List;
import org.jftrace.spi.AddressRange;

/** One wait for CPUs to leave address ranges. Everything under the lock of the {@link Rendezvous}. */
final class QuiescenceRequest {
    private final AddressRange[] ranges;
    private final Processor[] processors;
    private final boolean[] pending;

    QuiescenceRequest(List<AddressRange> ranges, Processor[] processors) {
        this.ranges = ranges.toArray(AddressRange[]::new);
        this.processors = processors;
        this.pending = new boolean[processors.length];
        for (int i = 0; i < pending.length; i++) {
            pending[i] = processors[i].owner() != Thread.currentThread();
        }
    }

    /** Judges the CPUs that nobody runs as they stand, and tells whether none is left to wait for. */
    boolean settleIdle() {
        boolean settled = true;
        for (int i = 0; i < pending.length; i++) {
            if (pending[i] && processors[i].owner() == null) {
                pending[i] = !processors[i].ended() && processors[i].touches(ranges);
            }
            settled &= !pending[i];
        }
        return settled;
    }

    void askOthers() {
        for (int i = 0; i < pending.length; i++) {
            if (pending[i]) {
                processors[i].requestAttention();
            }
        }
    }

    /** Examines a CPU at a boundary, by its thread, and tells whether it still has to be waited for. */
    boolean examine(Processor processor) {
        int id = processor.id();
        if (pending[id]) {
            pending[id] = processor.touches(ranges);
        }
        return pending[id];
    }
}
