package org.jftrace.core.update;

import java.util.HashMap;
import java.util.Map;
import org.jftrace.core.dispatch.Tracer;
import org.jftrace.core.hash.IpSet;
import org.jftrace.core.record.RecordFlags;
import org.jftrace.core.update.Handles.Handle;
import org.jftrace.spi.MachineClosedException;
import org.jftrace.spi.arch.ArchPort.EntryHandler;
import org.jftrace.spi.arch.CallTarget;
import org.jftrace.spi.arch.TrampolineFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What call sites can lead to: the handles {@code nop_ops} and {@code list_ops}, one for each tracer, and where there are
 * sites without a literal, a trampoline bound to {@code list_ops}.
 */
public final class HandleTable {
    private static final Logger LOG = LoggerFactory.getLogger(HandleTable.class);

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
        } catch (RuntimeException failure) {
            throw undone(failure, handles, listOps, nop);
        }
        this.nopOps = nop;
    }

    private static RuntimeException undone(RuntimeException failure, Handles handles, Handle list, long nop) {
        return Handles.undone(failure, () -> {
            if (nop != 0) {
                handles.free(nop);
            }
            handles.free(list);
        });
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
     * Frees the handle of a tracer. On a closed machine there is nothing left to free, and that is no error.
     *
     * @param tracer no CPU can reach its handle any more
     */
    public void remove(Tracer tracer) {
        Handle handle = own.remove(tracer);
        if (handle != null) {
            ifOpen(() -> handles.free(handle));
        }
    }

    private static void ifOpen(Runnable free) {
        try {
            free.run();
        } catch (MachineClosedException gone) {
            LOG.debug("not freed, since its memory is gone: {}", gone.getMessage());
        }
    }

    /**
     * Makes every handle do nothing, and keeps them all: patched code may lead to them for ever. The host's side comes
     * first, since it cannot fail.
     *
     * @param failure is told what could not be written
     */
    public void neutraliseAll(Throwable failure) {
        own.keySet().forEach(Tracer::silence);
        own.values().forEach(handle -> neutralise(handle, failure));
        neutralise(listOps, failure);
    }

    private void neutralise(Handle handle, Throwable failure) {
        try {
            handles.neutralise(handle.address());
        } catch (RuntimeException unwritable) {
            failure.addSuppressed(unwritable);
        }
    }

    /** Frees what is always there, once no CPU can reach it any more; as {@link #remove} on a closed machine. */
    public void free() {
        ifOpen(() -> {
            if (!listEntry.equals(trampolines.entry())) {
                trampolines.free(listEntry);
            }
            handles.free(listOps);
            handles.free(nopOps);
        });
    }

    /**
     * Chooses handles for a plan.
     *
     * @param changing the tracer whose call sites change
     * @param after the call sites it will have
     * @return the sole tracer's handle, or that of the list, or of nobody
     */
    public UpdatePlan.HandleChoice choice(Tracer changing, IpSet after) {
        SoleTracer sole = new SoleTracer(changing, after);
        return (record, flags) -> {
            if (RecordFlags.count(flags) == 0) {
                return nopOps;
            }
            return RecordFlags.has(flags, RecordFlags.CALL_OPS)
                    ? sole.handle(record.ip()).address()
                    : listOps.address();
        };
    }

    /**
     * Finds the one tracer of a site. Who was it at the last site is asked first, so that a plan for many sites does not
     * ask all tracers at each.
     */
    private final class SoleTracer {
        private final Tracer changing;
        private final IpSet after;
        private Tracer last;

        SoleTracer(Tracer changing, IpSet after) {
            this.changing = changing;
            this.after = after;
            this.last = changing;
        }

        Handle handle(long ip) {
            Handle handle = selects(last, ip) ? own.get(last) : null;
            return handle != null ? handle : search(ip);
        }

        private Handle search(long ip) {
            for (Map.Entry<Tracer, Handle> entry : own.entrySet()) {
                if (selects(entry.getKey(), ip)) {
                    last = entry.getKey();
                    return entry.getValue();
                }
            }
            throw new IllegalStateException("nobody selects the call site at 0x" + Long.toHexString(ip));
        }

        private boolean selects(Tracer tracer, long ip) {
            return (tracer == changing ? after : tracer.selectedAcquire()).contains(ip);
        }
    }
}
