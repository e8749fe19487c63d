package org.jftrace.core.update;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jftrace.core.dispatch.Tracer;
import org.jftrace.core.record.DynRecord;
import org.jftrace.core.record.RecordGroup;
import org.jftrace.core.update.Handles.Handle;
import org.jftrace.direct.DirectTargets;
import org.jftrace.spi.MachineClosedException;
import org.jftrace.spi.arch.ArchPort.EntryHandler;
import org.jftrace.spi.arch.CallSitePatcher;
import org.jftrace.spi.arch.CallTarget;
import org.jftrace.spi.arch.TrampolineFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What call sites can lead to: the handles {@code nop_ops} and {@code list_ops} and one for each tracer; where there are
 * sites without a literal, a trampoline bound to {@code list_ops} and one for each tracer; and the PLTs of text that is out
 * of reach. Changed under the core's lock.
 */
public final class HandleTable {
    private static final Logger LOG = LoggerFactory.getLogger(HandleTable.class);

    private final Handles handles;
    private final TrampolineFactory trampolines;
    private final CallSitePatcher patcher;
    private final Handle listOps;
    private final long nopOps;
    private final Map<Tracer, Handle> own = new HashMap<>();
    /** Read without the lock by those who ask where a site leads. */
    private final Map<RecordGroup, Plt> plts = new ConcurrentHashMap<>();

    private volatile @Nullable CallTarget listEntry;

    /** How far text reaches the entry trampoline, and the one bound to the list. */
    private record Plt(CallTarget entry, @Nullable CallTarget list) {}

    /**
     * Makes what is always there. If it fails, nothing stays allocated.
     *
     * @param handles makes handles
     * @param listDispatcher stands behind {@code list_ops}
     * @param trampolines makes code
     * @param patcher knows how far a BL reaches
     */
    public HandleTable(
            Handles handles, EntryHandler listDispatcher, TrampolineFactory trampolines, CallSitePatcher patcher) {
        this.handles = handles;
        this.patcher = patcher;
        this.trampolines = trampolines;
        this.listOps = handles.make("ftrace_list_ops", listDispatcher);
        try {
            this.nopOps = handles.make("ftrace_nop_ops", trampolines.stub());
        } catch (RuntimeException failure) {
            throw Handles.undone(failure, () -> handles.free(listOps));
        }
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
     * Makes what the sites of new text need: trampolines if some have no literal, a PLT if some are out of reach. If it
     * fails, what was made for the text alone is freed.
     *
     * @param group the new records
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#ENOMEM}
     */
    public void prepare(RecordGroup group) {
        boolean lacksLiterals = group.text().lacksLiterals();
        if (lacksLiterals && listEntry == null) {
            bindAll();
        }
        if (group.text().isFar()) {
            plts.put(group, pltFor(group, lacksLiterals));
        }
    }

    /** Makes the trampoline of the list and of each tracer that is there already, all or none. */
    private void bindAll() {
        List<CallTarget> made = new ArrayList<>();
        Map<Tracer, Tracer.Home> homes = new HashMap<>();
        try {
            made.add(trampolines.entryFor(listOps.address()));
            own.forEach((tracer, handle) -> {
                CallTarget bound = trampolines.entryFor(handle.address());
                made.add(bound);
                homes.put(tracer, new Tracer.Home(handle.address(), bound.address()));
            });
        } catch (RuntimeException failure) {
            throw Handles.undone(failure, () -> made.forEach(trampolines::free));
        }
        listEntry = made.get(0);
        homes.forEach(Tracer::moveTo);
    }

    private Plt pltFor(RecordGroup group, boolean lacksLiterals) {
        var region = group.text().region();
        CallTarget entry = trampolines.plt(trampolines.entry(), region.range(), region.plt());
        CallTarget list = listEntry;
        if (!lacksLiterals || list == null) {
            return new Plt(entry, null);
        }
        try {
            return new Plt(entry, trampolines.plt(list, region.range(), 0));
        } catch (RuntimeException failure) {
            throw Handles.undone(failure, () -> trampolines.free(entry));
        }
    }

    /**
     * Frees what only the sites of a text needed.
     *
     * @param group no CPU executes its sites any more
     */
    public void release(RecordGroup group) {
        Plt plt = plts.remove(group);
        if (plt != null) {
            ifOpen(() -> {
                trampolines.free(plt.entry);
                if (plt.list != null) {
                    trampolines.free(plt.list);
                }
            });
        }
    }

    /** Where a site branches to that names its tracer by its literal. */
    long entry() {
        return trampolines.entry().address();
    }

    /** Tells whether a site can branch to a direct trampoline by itself. */
    boolean reaches(long ip, long target) {
        return patcher.reaches(ip, new CallTarget(target));
    }

    /**
     * Tells whether a site branches to a direct trampoline by itself.
     *
     * @param record of the site
     * @param direct where its only tracer sends it, or {@link DirectTargets#NOWHERE}
     * @return true if a BL reaches it
     */
    public boolean leadsTo(DynRecord record, long direct) {
        return direct != DirectTargets.NOWHERE && reaches(record.ip(), direct);
    }

    /**
     * Makes the entry trampoline go on to another at once when it finds the handle of a direct call, or ask where to.
     *
     * @param tracer has a handle
     * @param target the one for all its sites, or {@link DirectTargets#NOWHERE} if there are several
     */
    public void sendAll(Tracer tracer, long target) {
        handles.setDirect(tracer.home().handle(), target);
    }

    /** As {@link #entry}, for a site that is out of reach of that. */
    long farEntry(RecordGroup group) {
        return pltOf(group).entry.address();
    }

    /** Where a site without a literal branches to that has several tracers, or is out of reach. */
    long listEntry(RecordGroup group, boolean far) {
        CallTarget list = far ? pltOf(group).list : listEntry;
        if (list == null) {
            throw new IllegalStateException("no trampoline is prepared for sites without a literal");
        }
        return list.address();
    }

    /**
     * Tells where a site that is a BL goes, unless it goes to a trampoline of its only tracer; a direct one if it reaches.
     * May be asked without the lock.
     *
     * @param record of the site
     * @param direct where its only tracer sends it, or {@link DirectTargets#NOWHERE}
     * @return empty if its module has gone meanwhile
     */
    public OptionalLong target(DynRecord record, long direct) {
        return leadsTo(record, direct) ? OptionalLong.of(direct) : sharedTarget(record);
    }

    private OptionalLong sharedTarget(DynRecord record) {
        Plt plt = record.isFar() ? plts.get(record.group()) : new Plt(trampolines.entry(), listEntry);
        if (plt == null) {
            return OptionalLong.empty();
        }
        CallTarget target = record.hasLiteral() ? plt.entry : plt.list;
        return target == null ? OptionalLong.empty() : OptionalLong.of(target.address());
    }

    private Plt pltOf(RecordGroup group) {
        Plt plt = plts.get(group);
        if (plt == null) {
            throw new IllegalStateException("no PLT is prepared for the sites of \"" + group.module() + "\"");
        }
        return plt;
    }

    /**
     * Gives a tracer a handle of its own, and a trampoline where there are sites without a literal. If it fails, nothing
     * stays allocated.
     *
     * @param tracer has none yet
     * @param dispatcher stands behind it
     */
    public void add(Tracer tracer, EntryHandler dispatcher) {
        Handle handle = handles.make(tracer.ops().name(), dispatcher);
        try {
            tracer.moveTo(home(handle));
        } catch (RuntimeException failure) {
            throw Handles.undone(failure, () -> handles.free(handle));
        }
        own.put(tracer, handle);
    }

    private Tracer.Home home(Handle handle) {
        long trampoline =
                listEntry == null ? 0 : trampolines.entryFor(handle.address()).address();
        return new Tracer.Home(handle.address(), trampoline);
    }

    /**
     * Frees the handle of a tracer. On a closed machine there is nothing left to free, and that is no error.
     *
     * @param tracer no CPU can reach its handle any more
     */
    public void remove(Tracer tracer) {
        Handle handle = own.remove(tracer);
        if (handle != null) {
            long trampoline = tracer.home().trampoline();
            ifOpen(() -> {
                if (trampoline != 0) {
                    trampolines.free(new CallTarget(trampoline));
                }
                handles.free(handle);
            });
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
            CallTarget list = listEntry;
            if (list != null) {
                trampolines.free(list);
            }
            plts.keySet().stream().toList().forEach(this::release);
            handles.free(listOps);
            handles.free(nopOps);
        });
    }
}
