package org.jftrace.core.dispatch;

import org.jftrace.FtraceRegs;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.TraceState;
import org.jftrace.spi.arch.ArchPort.EntryHandler;
import org.jftrace.spi.arch.ReaderSection;

/**
 * Behind {@code list_ops}: sites with several tracers, and sites that cannot name one, lead here. Asks each tracer's
 * filter; the kernel's {@code arch_ftrace_ops_list_func}. Always guarded against recursion, as there.
 */
public final class ListDispatcher implements EntryHandler {
    private final TracerList tracers;
    private final ReaderSection readers;

    /**
     * Makes the dispatcher of a list.
     *
     * @param tracers walked on each call
     * @param readers brackets the walk
     */
    public ListDispatcher(TracerList tracers, ReaderSection readers) {
        this.tracers = tracers;
        this.readers = readers;
    }

    @Override
    public void onEntry(GuestCpu cpu, long ip, long parentIp, FtraceRegs regs) {
        readers.enter(cpu);
        try {
            onEntryInSection(cpu, ip, parentIp, regs);
        } finally {
            readers.exit(cpu);
        }
    }

    @Override
    public void onEntryInSection(GuestCpu cpu, long ip, long parentIp, FtraceRegs regs) {
        TraceState task = cpu.task().traceState();
        if (RecursionGuard.tryEnter(task)) {
            try {
                walk(ip, parentIp, regs);
            } finally {
                RecursionGuard.exit(task);
            }
        }
    }

    private void walk(long ip, long parentIp, FtraceRegs regs) {
        for (Tracer tracer : tracers.readAcquire()) {
            if (tracer.selectedAcquire().contains(ip)) {
                tracer.callBack(ip, parentIp, regs);
            }
        }
    }
}
