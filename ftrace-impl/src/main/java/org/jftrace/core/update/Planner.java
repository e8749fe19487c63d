package org.jftrace.core.update;

import org.jftrace.Errno;
import org.jftrace.FtraceException;
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
     * @param on whether tracing is switched on
     * @return a plan for the sites that differ
     * @throws FtraceException {@link Errno#EBUSY} if a site would have two IPMODIFY tracers
     */
    public UpdatePlan change(Tracer tracer, SiteSet before, SiteSet after, boolean on) {
        SiteSet gone = before.minus(after);
        SiteSet come = after.minus(before);
        int goneSites = gone.size();
        DynRecord[] sites = new DynRecord[goneSites + come.size()];
        records.copy(gone, sites, 0);
        records.copy(come, sites, goneSites);
        UpdatePlan plan = new UpdatePlan(on, sites, handles.entry());
        Destinations now = new Destinations(handles, tracers, tracer, before);
        Destinations then = new Destinations(handles, tracers, tracer, after);
        for (int i = 0; i < sites.length; i++) {
            int old = sites[i].flagsAcquire();
            plan.add(old, i < goneSites ? without(tracer, sites[i], old) : with(tracer, sites[i], old), now, then);
        }
        return plan;
    }

    private int without(Tracer tracer, DynRecord record, int old) {
        int flags = RecordFlags.account(old, record.soleFlag(), -1);
        flags = tracer.modifiesIp() ? flags & ~RecordFlags.IPMODIFY : flags;
        return tracer.wantsRegs() && !anyOtherWantsRegs(record, tracer) ? flags & ~RecordFlags.REGS : flags;
    }

    private static int with(Tracer tracer, DynRecord record, int old) {
        int flags = RecordFlags.account(old, record.soleFlag(), +1);
        flags = tracer.modifiesIp() ? withIpmodify(record, flags, tracer) : flags;
        return tracer.wantsRegs() ? flags | RecordFlags.REGS : flags;
    }

    private static int withIpmodify(DynRecord record, int flags, Tracer tracer) {
        if (RecordFlags.has(flags, RecordFlags.IPMODIFY)) {
            throw new FtraceException(
                    Errno.EBUSY, record + " has an IPMODIFY tracer already, " + tracer + " cannot be a second one");
        }
        return flags | RecordFlags.IPMODIFY;
    }

    private boolean anyOtherWantsRegs(DynRecord record, Tracer one) {
        return tracers.snapshot().stream()
                .filter(tracer -> tracer != one)
                .filter(Tracer::wantsRegs)
                .anyMatch(tracer -> tracer.selectedAcquire().contains(record.slot()));
    }

    /**
     * Plans to switch tracing on or off; {@code ftrace_startup_sysctl} and {@code ftrace_shutdown_sysctl}.
     *
     * @param on what it will be
     * @return a plan for the sites that somebody wants
     */
    public UpdatePlan switchTo(boolean on) {
        DynRecord[] wanted = records.stream()
                .filter(record -> RecordFlags.count(record.flagsAcquire()) > 0)
                .toArray(DynRecord[]::new);
        UpdatePlan plan = new UpdatePlan(on, wanted, handles.entry());
        Destinations now = Destinations.now(handles, tracers);
        for (DynRecord record : wanted) {
            int flags = record.flagsAcquire();
            plan.add(flags, flags, now, now);
        }
        return plan;
    }
}
