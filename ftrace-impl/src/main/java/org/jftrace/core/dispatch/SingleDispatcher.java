package org.jftrace.core.dispatch;

import org.jftrace.FtraceRegs;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.ReaderSection;

/** Calls one tracer, which protects itself if it must; the kernel has the ops' own function there. */
final class SingleDispatcher extends Dispatcher {
    private final Tracer tracer;

    SingleDispatcher(Tracer tracer, ReaderSection readers) {
        super(readers);
        this.tracer = tracer;
    }

    @Override
    public void onEntryInSection(GuestCpu cpu, long ip, long parentIp, FtraceRegs regs) {
        tracer.callBack(cpu, ip, parentIp, regs);
    }
}
