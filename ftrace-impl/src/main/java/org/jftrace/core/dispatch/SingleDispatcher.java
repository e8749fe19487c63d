package org.jftrace.core.dispatch;

import org.jftrace.FtraceRegs;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.TraceState;
import org.jftrace.spi.arch.ArchPort.EntryHandler;
import org.jftrace.spi.arch.ReaderSection;

/**
 * Behind the handle of one tracer: its sites' literals lead here, so no filter is asked and no other tracer looked at. With
 * the guard it is the kernel's {@code ftrace_ops_assist_func}, which takes the same recursion bits as the list; Linux 6.12 on
 * arm64 calls no ops through that, but sends the sites of one that needs it to the list.
 */
public final class SingleDispatcher implements EntryHandler {
    private final Tracer tracer;
    private final ReaderSection readers;

    /**
     * Makes the dispatcher of a tracer.
     *
     * @param tracer to be called
     * @param readers brackets the call
     */
    public SingleDispatcher(Tracer tracer, ReaderSection readers) {
        this.tracer = tracer;
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
        if (tracer.guarded()) {
            guarded(cpu, ip, parentIp, regs);
        } else {
            tracer.callBack(cpu, ip, parentIp, regs);
        }
    }

    private void guarded(GuestCpu cpu, long ip, long parentIp, FtraceRegs regs) {
        TraceState task = cpu.traceState();
        int taken = RecursionGuard.tryEnter(task, cpu.context());
        if (taken != 0) {
            try {
                tracer.callBack(cpu, ip, parentIp, regs);
            } finally {
                RecursionGuard.exit(task, taken);
            }
        }
    }
}
