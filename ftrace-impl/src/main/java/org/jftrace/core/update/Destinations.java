package org.jftrace.core.update;

import org.jftrace.core.dispatch.Tracer;
import org.jftrace.core.dispatch.TracerList;
import org.jftrace.core.hash.SiteSet;
import org.jftrace.core.record.DynRecord;
import org.jftrace.core.record.RecordFlags;
import org.jftrace.direct.DirectTargets;
import org.jspecify.annotations.Nullable;

/**
 * Where call sites lead, as far as it follows from who selects them. While one tracer changes, its selection is given: there
 * is one of these for how things are, and one for how they will be.
 */
public final class Destinations {
    private final HandleTable handles;
    private final TracerList tracers;
    private final @Nullable Tracer changing;
    private final SiteSet selection;
    private final DirectTargets targets;
    /** The target of all sites of the tracer that changes; {@link DirectTargets#NOWHERE} if there is no such one. */
    private final long common;

    private final long entry;
    /** Who was the only one at the last site is asked first, so that a plan for many sites does not ask all at each. */
    private @Nullable Tracer last;

    Destinations(
            HandleTable handles,
            TracerList tracers,
            @Nullable Tracer changing,
            SiteSet selection,
            DirectTargets targets) {
        this.handles = handles;
        this.tracers = tracers;
        this.changing = changing;
        this.selection = selection;
        this.targets = targets;
        this.common = targets.common().orElse(DirectTargets.NOWHERE);
        this.entry = handles.entry();
        this.last = changing;
    }

    /**
     * Describes how things are.
     *
     * @param handles that sites lead to
     * @param tracers and what they select
     * @return for use by one thread
     */
    public static Destinations now(HandleTable handles, TracerList tracers) {
        return new Destinations(handles, tracers, null, SiteSet.EMPTY, DirectTargets.NONE);
    }

    /** What the literal of a site names. */
    long handle(DynRecord record, int flags) {
        if (RecordFlags.count(flags) == 0) {
            return handles.nopOps();
        }
        return RecordFlags.has(flags, RecordFlags.CALL_OPS)
                ? soleAt(record).home().handle()
                : handles.listOps();
    }

    /**
     * Tells where the BL of a site goes.
     *
     * @param record of the site
     * @param alone whether it goes to a trampoline of its only tracer
     * @param direct whether its only tracer is a direct call
     * @return an address
     */
    public long target(DynRecord record, boolean alone, boolean direct) {
        if (direct) {
            long target = directTarget(record);
            if (handles.reaches(record.ip(), target)) {
                return target;
            }
        }
        if (record.hasLiteral()) {
            return record.isFar() ? handles.farEntry(record.group()) : entry;
        }
        return alone ? soleAt(record).home().trampoline() : handles.listEntry(record.group(), record.isFar());
    }

    /**
     * Finds the one tracer of a site.
     *
     * @param record of a site with one tracer
     * @return the tracer
     */
    public Tracer soleAt(DynRecord record) {
        int slot = record.slot();
        Tracer first = last;
        if (first != null && selects(first, slot)) {
            return first;
        }
        for (Tracer tracer : tracers.snapshot()) {
            if (selects(tracer, slot)) {
                last = tracer;
                return tracer;
            }
        }
        if (changing != null && selects(changing, slot)) {
            return changing;
        }
        throw new IllegalStateException("nobody selects the call site of " + record);
    }

    /** Where the only tracer of a site, a direct call, sends it. */
    long directTarget(DynRecord record) {
        Tracer sole = soleAt(record);
        if (sole != changing) {
            return sole.targetsAcquire().at(record.ip());
        }
        return common == DirectTargets.NOWHERE ? targets.at(record.ip()) : common;
    }

    private boolean selects(Tracer tracer, int slot) {
        return (tracer == changing ? selection : tracer.selectedAcquire()).contains(slot);
    }
}
