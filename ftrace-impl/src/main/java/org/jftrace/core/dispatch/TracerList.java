package org.jftrace.core.dispatch;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jftrace.FtraceOps;
import org.jftrace.FtraceRegs;
import org.jftrace.spi.GuestCpu;
import org.jspecify.annotations.Nullable;

/**
 * The registered tracers in order of registration; the kernel's {@code ftrace_ops_list}. Readers take the array of the
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
     * Appends a tracer. A release: who finds it finds its filter.
     *
     * @param tracer not in the list
     */
    public void addRelease(Tracer tracer) {
        Tracer[] now = readAcquire();
        Tracer[] more = Arrays.copyOf(now, now.length + 1);
        more[now.length] = tracer;
        tracers.setRelease(more);
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
