package org.jftrace.core.update;

import java.util.List;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.OpsFlag;
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
        UpdatePlan plan = new UpdatePlan(on, gone.size() + come.size(), handles.entry());
        Destinations now = new Destinations(handles, tracers, tracer, before);
        Destinations then = new Destinations(handles, tracers, tracer, after);
        boolean regs = tracer.ops().flags().contains(OpsFlag.SAVE_REGS_IF_SUPPORTED);
        boolean ipmodify = tracer.ops().flags().contains(OpsFlag.IPMODIFY);
        records.forEach(gone, record -> {
            int flags = RecordFlags.account(record.flagsAcquire(), record.soleFlag(), -1);
            flags = ipmodify ? flags & ~RecordFlags.IPMODIFY : flags;
            flags = regs
                            && othersWith(OpsFlag.SAVE_REGS_IF_SUPPORTED, record, tracer)
                                    .isEmpty()
                    ? flags & ~RecordFlags.REGS
                    : flags;
            plan.add(record, flags, now, then);
        });
        records.forEach(come, record -> {
            int flags = RecordFlags.account(record.flagsAcquire(), record.soleFlag(), +1);
            flags = ipmodify ? withIpmodify(record, flags, tracer) : flags;
            plan.add(record, regs ? flags | RecordFlags.REGS : flags, now, then);
        });
        return plan;
    }

    private int withIpmodify(DynRecord record, int flags, Tracer tracer) {
        if (RecordFlags.has(flags, RecordFlags.IPMODIFY)) {
            throw new FtraceException(
                    Errno.EBUSY,
                    record + " has the IPMODIFY tracer " + othersWith(OpsFlag.IPMODIFY, record, tracer) + " already, "
                            + tracer + " cannot be a second one");
        }
        return flags | RecordFlags.IPMODIFY;
    }

    private List<Tracer> othersWith(OpsFlag flag, DynRecord record, Tracer one) {
        return tracers.snapshot().stream()
                .filter(tracer -> tracer != one && tracer.ops().flags().contains(flag))
                .filter(tracer -> tracer.selectedAcquire().contains(record.slot()))
                .toList();
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
