package org.jftrace.core.update;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.core.dispatch.Tracer;
import org.jftrace.core.dispatch.TracerList;
import org.jftrace.core.hash.SiteSet;
import org.jftrace.core.record.DynRecord;
import org.jftrace.core.record.RecordFlags;
import org.jftrace.core.record.RecordTable;
import org.jftrace.direct.DirectTargets;

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
        DynRecord[] moved = tracer.isDirect() ? moved(before.minus(gone), tracer, targets) : new DynRecord[0];
        int goneSites = gone.size();
        int goneAndCome = goneSites + come.size();
        DynRecord[] sites = new DynRecord[goneAndCome + moved.length];
        records.copy(gone, sites, 0);
        records.copy(come, sites, goneSites);
        System.arraycopy(moved, 0, sites, goneAndCome, moved.length);
        UpdatePlan plan = new UpdatePlan(on, sites, handles.entry());
        Destinations now = new Destinations(handles, tracers, tracer, before, tracer.targetsAcquire());
        Destinations then = new Destinations(handles, tracers, tracer, after, targets);
        for (int i = 0; i < sites.length; i++) {
            int old = sites[i].flagsAcquire();
            int flags = i < goneSites
                    ? without(tracer, sites[i], old)
                    : i < goneAndCome ? with(tracer, sites[i], old) : old & ~RecordFlags.DIRECT_EN;
            plan.add(old, flags, now, then);
        }
        return plan;
    }

    /** Sites that lead to a direct call of one tracer and are sent elsewhere: what is there is no longer what is wanted. */
    private DynRecord[] moved(SiteSet stay, Tracer tracer, DirectTargets targets) {
        DirectTargets now = tracer.targetsAcquire();
        return Arrays.stream(records.of(stay))
                .filter(record -> RecordFlags.has(record.flagsAcquire(), RecordFlags.DIRECT_EN))
                .filter(record -> now.at(record.ip()) != targets.at(record.ip()))
                .toArray(DynRecord[]::new);
    }

    private int without(Tracer tracer, DynRecord record, int old) {
        int flags = RecordFlags.account(old, record.soleFlag(), -1) & ~exclusive(tracer);
        return tracer.wantsRegs() && others(record, tracer).noneMatch(Tracer::wantsRegs)
                ? flags & ~RecordFlags.REGS
                : flags;
    }

    private int with(Tracer tracer, DynRecord record, int old) {
        int exclusive = exclusive(tracer);
        if ((old & exclusive) != 0) {
            boolean direct = RecordFlags.has(old & exclusive, RecordFlags.DIRECT);
            List<Tracer> there = others(record, tracer)
                    .filter(other -> direct ? other.isDirect() : other.modifiesIp())
                    .toList();
            throw new FtraceException(
                    Errno.EBUSY,
                    record + " has the " + (direct ? "direct call " : "IPMODIFY tracer ") + there + " already, "
                            + tracer + " cannot be a second one");
        }
        int flags = RecordFlags.account(old, record.soleFlag(), +1) | exclusive;
        return tracer.wantsRegs() ? flags | RecordFlags.REGS : flags;
    }

    /** What at most one tracer of a site may be. */
    private static int exclusive(Tracer tracer) {
        return (tracer.modifiesIp() ? RecordFlags.IPMODIFY : 0) | (tracer.isDirect() ? RecordFlags.DIRECT : 0);
    }

    private Stream<Tracer> others(DynRecord record, Tracer one) {
        return tracers.snapshot().stream()
                .filter(tracer -> tracer != one)
                .filter(tracer -> tracer.selectedAcquire().contains(record.slot()));
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
