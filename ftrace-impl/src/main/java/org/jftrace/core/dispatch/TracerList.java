package org.jftrace.core.dispatch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jftrace.FtraceOps;
import org.jftrace.FtraceRegs;
import org.jftrace.spi.GuestCpu;
import org.jspecify.annotations.Nullable;

/**
 * Tracers in the order in which they are called. Of those that call sites lead to the newest is the first, as in the kernel's
 * {@code ftrace_ops_list}; those behind a manager are called in the order in which they came. Readers take the array of the
 * moment; changes copy it, under the core's lock.
 */
public final class TracerList {
    private final AtomicReference<Tracer[]> tracers = new AtomicReference<>(new Tracer[0]);

    /** Makes an empty list. */
    public TracerList() {}

    /** An acquire: the tracers in the array are seen as they were made. */
    private Tracer[] readAcquire() {
        return tracers.getAcquire();
    }

    /** Calls those back that select a site. Reads the array once. */
    void callBack(int slot, GuestCpu cpu, long ip, long parentIp, FtraceRegs regs) {
        for (Tracer tracer : readAcquire()) {
            if (tracer.selectedAcquire().contains(slot)) {
                tracer.callBack(cpu, ip, parentIp, regs);
            }
        }
    }

    /**
     * Returns the tracers.
     *
     * @return a snapshot
     */
    public List<Tracer> snapshot() {
        return List.of(readAcquire());
    }

    /**
     * Adds a tracer before all others. A release: who finds it finds its filter.
     *
     * @param tracer not in the list
     */
    public void addFirstRelease(Tracer tracer) {
        addRelease(tracer, 0);
    }

    /**
     * Adds a tracer behind all others. A release: who finds it finds its filter.
     *
     * @param tracer not in the list
     */
    public void addLastRelease(Tracer tracer) {
        addRelease(tracer, readAcquire().length);
    }

    private void addRelease(Tracer tracer, int at) {
        List<Tracer> more = new ArrayList<>(snapshot());
        more.add(at, tracer);
        tracers.setRelease(more.toArray(Tracer[]::new));
    }

    /**
     * Takes a tracer out. List walkers that have the old array may still call it.
     *
     * @param tracer in the list
     */
    public void removeRelease(Tracer tracer) {
        tracers.setRelease(
                Arrays.stream(readAcquire()).filter(other -> other != tracer).toArray(Tracer[]::new));
    }

    /**
     * Finds the tracer of an ops.
     *
     * @param ops compared by identity
     * @return null if it is not registered
     */
    public @Nullable Tracer find(FtraceOps ops) {
        for (Tracer tracer : readAcquire()) {
            if (tracer.ops() == ops) {
                return tracer;
            }
        }
        return null;
    }
}
