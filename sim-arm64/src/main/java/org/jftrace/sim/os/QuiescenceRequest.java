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

    /**
     * Judges the CPUs as they stand that execute no guest code, since nobody runs them or since a host call or a system call
     * does, which may sleep. Tells whether none is left to wait for.
     */
    boolean settleIdle() {
        boolean settled = true;
        for (int i = 0; i < pending.length; i++) {
            pending[i] = pending[i] && mayTouch(processors[i]);
            settled &= !pending[i];
        }
        return settled;
    }

    private boolean mayTouch(Processor processor) {
        if (processor.owner() == null) {
            return !processor.ended() && processor.touches(ranges);
        }
        return !processor.isElsewhere(ranges);
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
