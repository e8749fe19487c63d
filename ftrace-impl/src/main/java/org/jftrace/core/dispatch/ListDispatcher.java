package org.jftrace.core.dispatch;

import org.jftrace.FtraceRegs;
import org.jftrace.core.record.DynRecord;
import org.jftrace.core.record.RecordTable;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.ReaderSection;

/**
 * Behind {@code list_ops}: sites with several tracers, and sites that cannot name one, lead here. Asks each tracer's
 * filter; the kernel's {@code arch_ftrace_ops_list_func}. Always guarded against recursion, as there.
 */
public final class ListDispatcher extends GuardedDispatcher {
    private final TracerList tracers;
    private final RecordTable records;

    /**
     * Makes the dispatcher of a list.
     *
     * @param tracers walked on each call
     * @param records tell which site an ip is
     * @param readers brackets the walk
     */
    public ListDispatcher(TracerList tracers, RecordTable records, ReaderSection readers) {
        super(readers);
        this.tracers = tracers;
        this.records = records;
    }

    @Override
    void callBack(GuestCpu cpu, long ip, long parentIp, FtraceRegs regs) {
        DynRecord record = records.findIp(ip);
        if (record != null) { // else its module goes
            tracers.callBack(record.slot(), cpu, ip, parentIp, regs);
        }
    }
}
