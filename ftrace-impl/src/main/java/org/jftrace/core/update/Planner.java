package org.jftrace.core.update;

import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.OpsFlag;
import org.jftrace.core.dispatch.DirectTargets;
import org.jftrace.core.dispatch.Tracer;
import org.jftrace.core.dispatch.TracerList;
import org.jftrace.core.hash.SiteSet;
import org.jftrace.core.record.DynRecord;
import org.jftrace.core.record.RecordFlags;
import org.jftrace.core.record.RecordTable;

/** Makes plans. Reads records and tracers, under the core's lock; changes nothing. */
public final class Planner {
    private final RecordTable records;
    private final TracerList tracers;
    private final HandleTable handles;

    /**
     * Makes a planner.
     *
     * @param records of all call sites
     * @param tracers that are registered
     * @param handles that sites lead to
     */
    public Planner(RecordTable records, TracerList tracers, HandleTable handles) {
        this.records = records;
        this.tracers = tracers;
        this.handles = handles;
    }

    /**
     * Plans a change of one tracer's call sites; the kernel's {@code ftrace_hash_rec_update_modify}.
     *
     * @param tracer in the list or not
     * @param before what it selects
     * @param after what it will select
     * @param targets where it will send them, if it is a direct call
     * @param on whether tracing is switched on
     * @return a plan for the sites that differ
     * @throws FtraceException {@link Errno#EBUSY} if a site would have two IPMODIFY tracers, or two direct calls
     */
    public UpdatePlan change(Tracer tracer, SiteSet before, SiteSet after, DirectTargets targets, boolean on) {
        SiteSet gone = before.minus(after);
        SiteSet come = after.minus(before);
        SiteSet stay = tracer.isDirect() ? before.minus(gone) : SiteSet.EMPTY;
        UpdatePlan plan = new UpdatePlan(on, gone.size() + come.size() + stay.size(), handles.entry());
        Destinations now = new Destinations(handles, tracers, tracer, before, tracer.targetsAcquire());
        Destinations then = new Destinations(handles, tracers, tracer, after, targets);
        boolean regs = tracer.ops().flags().contains(OpsFlag.SAVE_REGS_IF_SUPPORTED);
        int exclusive = exclusive(tracer);
        records.forEach(gone, record -> {
            int flags = RecordFlags.account(record.flagsAcquire(), record.soleFlag(), -1) & ~exclusive;
            flags = regs && !anyOtherWantsRegs(record, tracer) ? flags & ~RecordFlags.REGS : flags;
            plan.add(record, flags, now, then);
        });
        records.forEach(come, record -> {
            requireFree(record, exclusive, tracer);
            int flags = RecordFlags.account(record.flagsAcquire(), record.soleFlag(), +1) | exclusive;
            plan.add(record, regs ? flags | RecordFlags.REGS : flags, now, then);
        });
        records.forEach(stay, record -> moved(record, targets.at(record.ip()), now, then, plan));
        return plan;
    }

    /** A site with one tracer that is sent elsewhere: what is there is no longer what is wanted. */
    private static void moved(DynRecord record, long target, Destinations now, Destinations then, UpdatePlan plan) {
        int flags = record.flagsAcquire();
        if (RecordFlags.has(flags, RecordFlags.DIRECT_EN) && now.directTarget(record) != target) {
            plan.add(record, flags & ~RecordFlags.DIRECT_EN, now, then);
        }
    }

    /** What at most one tracer of a site may be. */
    private static int exclusive(Tracer tracer) {
        int ipmodify = tracer.ops().flags().contains(OpsFlag.IPMODIFY) ? RecordFlags.IPMODIFY : 0;
        return ipmodify | (tracer.isDirect() ? RecordFlags.DIRECT : 0);
    }

    private static void requireFree(DynRecord record, int exclusive, Tracer tracer) {
        int taken = record.flagsAcquire() & exclusive;
        if (taken != 0) {
            String what = RecordFlags.has(taken, RecordFlags.DIRECT) ? "direct call" : "IPMODIFY tracer";
            throw new FtraceException(
                    Errno.EBUSY, record + " has one " + what + " already, " + tracer + " cannot be a second one");
        }
    }

    private boolean anyOtherWantsRegs(DynRecord record, Tracer one) {
        return tracers.snapshot().stream()
                .filter(tracer -> tracer != one)
                .filter(tracer -> tracer.ops().flags().contains(OpsFlag.SAVE_REGS_IF_SUPPORTED))
                .anyMatch(tracer -> tracer.selectedAcquire().contains(record.slot()));
    }

    /**
     * Plans to switch tracing on or off; {@code ftrace_startup_sysctl} and {@code ftrace_shutdown_sysctl}.
     *
     * @param on what it will be
     * @return a plan for the sites that somebody wants
     */
    public UpdatePlan switchTo(boolean on) {
        UpdatePlan plan = new UpdatePlan(on, records.size(), handles.entry());
        Destinations now = Destinations.now(handles, tracers);
        records.stream()
                .filter(record -> RecordFlags.count(record.flagsAcquire()) > 0)
                .forEach(record -> plan.add(record, record.flagsAcquire(), now, now));
        return plan;
    }
}
