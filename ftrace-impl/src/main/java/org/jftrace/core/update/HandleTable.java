package org.jftrace.core.update;

import java.util.HashMap;
import java.util.Map;
import org.jftrace.core.dispatch.Tracer;
import org.jftrace.core.hash.IpSet;
import org.jftrace.core.record.RecordFlags;
import org.jftrace.core.update.Handles.Handle;
import org.jftrace.spi.arch.ArchPort.EntryHandler;
import org.jftrace.spi.arch.CallTarget;
import org.jftrace.spi.arch.TrampolineFactory;

/**
 * What call sites can lead to: the handles {@code nop_ops} and {@code list_ops}, one for each tracer, and where there are
 * sites without a literal, a trampoline bound to {@code list_ops}.
 */
public final class HandleTable {
    private final Handles handles;
    private final TrampolineFactory trampolines;
    private final Handle listOps;
    private final long nopOps;
    private final CallTarget listEntry;
    private final Map<Tracer, Handle> own = new HashMap<>();

    /**
     * Makes what is always there. If it fails, nothing stays allocated.
     *
     * @param handles makes handles
     * @param listDispatcher stands behind {@code list_ops}
     * @param trampolines makes the bound trampoline
     * @param allHaveLiterals whether that is not needed
     */
    public HandleTable(
            Handles handles, EntryHandler listDispatcher, TrampolineFactory trampolines, boolean allHaveLiterals) {
        this.handles = handles;
        this.trampolines = trampolines;
        this.listOps = handles.make(listDispatcher);
        long nop = 0;
        try {
            nop = handles.make(trampolines.stub());
            this.listEntry = allHaveLiterals ? trampolines.entry() : trampolines.entryFor(listOps.address());
        } catch (RuntimeException noMemory) {
            if (nop != 0) {
                handles.free(nop);
            }
            handles.free(listOps);
            throw noMemory;
        }
        this.nopOps = nop;
    }

    /**
     * Returns where sites without a literal branch to.
     *
     * @return a trampoline bound to {@code list_ops}, if there are such sites
     */
    public CallTarget listEntry() {
        return listEntry;
    }

    /**
     * Returns the handle of a site that nobody traces.
     *
     * @return {@code nop_ops}
     */
    public long nopOps() {
        return nopOps;
    }

    /**
     * Returns the handle of a site with several tracers.
     *
     * @return {@code list_ops}
     */
    public long listOps() {
        return listOps.address();
    }

    /**
     * Gives a tracer a handle of its own.
     *
     * @param tracer has none yet
     * @param dispatcher stands behind it
     */
    public void add(Tracer tracer, EntryHandler dispatcher) {
        own.put(tracer, handles.make(dispatcher));
    }

    /**
     * Frees the handle of a tracer.
     *
     * @param tracer no CPU can reach its handle any more
     */
    public void remove(Tracer tracer) {
        Handle handle = own.remove(tracer);
        if (handle != null) {
            handles.free(handle);
        }
    }

    /** Makes every handle do nothing, and keeps them all: patched code may lead to them for ever. */
    public void neutraliseAll() {
        own.values().forEach(handle -> handles.neutralise(handle.address()));
        handles.neutralise(listOps.address());
    }

    /** Frees what is always there, once no CPU can reach it any more. */
    public void free() {
        if (!listEntry.equals(trampolines.entry())) {
            trampolines.free(listEntry);
        }
        handles.free(listOps);
        handles.free(nopOps);
    }

    /**
     * Chooses handles for a plan.
     *
     * @param changing the tracer whose call sites change
     * @param after the call sites it will have
     * @return the sole tracer's handle, or that of the list, or of nobody
     */
    public UpdatePlan.HandleChoice choice(Tracer changing, IpSet after) {
        return (record, flags) -> {
            if (RecordFlags.count(flags) == 0) {
                return nopOps;
            }
            return RecordFlags.has(flags, RecordFlags.CALL_OPS)
                    ? sole(changing, after, record.ip()).address()
                    : listOps.address();
        };
    }

    private Handle sole(Tracer changing, IpSet after, long ip) {
        return own.entrySet().stream()
                .filter(entry ->
                        (entry.getKey() == changing ? after : entry.getKey().selectedAcquire()).contains(ip))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("nobody selects the call site at 0x" + Long.toHexString(ip)));
    }
}
