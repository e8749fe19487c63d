package org.jftrace.core.dispatch;

import org.jftrace.FtraceRegs;
import org.jftrace.core.hash.SiteSet;
import org.jftrace.core.record.DynRecord;
import org.jftrace.core.record.RecordTable;
import org.jftrace.spi.GuestCpu;

/** The tracers behind a manager; the kernel's {@code subop_list} of a manager ops. Called in the manager's section. */
public final class Subordinates {
    private final TracerList list = new TracerList();
    private final RecordTable records;

    /**
     * Makes the list of a manager that has nobody yet.
     *
     * @param records tell which site an ip is
     */
    public Subordinates(RecordTable records) {
        this.records = records;
    }

    /**
     * Returns the tracers.
     *
     * @return changed under the core's lock
     */
    public TracerList list() {
        return list;
    }

    /**
     * Joins what all tracers but one select.
     *
     * @param changing what it selects is about to change
     * @return what the manager has to select besides
     */
    public SiteSet unionWithout(Tracer changing) {
        return list.snapshot().stream()
                .filter(tracer -> tracer != changing)
                .map(Tracer::selectedAcquire)
                .reduce(SiteSet.EMPTY, SiteSet::union);
    }

    void call(GuestCpu cpu, long ip, long parentIp, FtraceRegs regs) {
        DynRecord record = records.findIp(ip);
        if (record != null) {
            list.callBack(record.slot(), cpu, ip, parentIp, regs);
        }
    }
}
