package org.jftrace.core.dispatch;

import org.jftrace.FtraceRegs;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.TraceState;
import org.jftrace.spi.arch.ReaderSection;

/** Calls nobody for a task that is in a guarded callback already. */
abstract class GuardedDispatcher extends Dispatcher {
    GuardedDispatcher(ReaderSection readers) {
        super(readers);
    }

    @Override
    public final void onEntryInSection(GuestCpu cpu, long ip, long parentIp, FtraceRegs regs) {
        TraceState task = cpu.traceState();
        int before = RecursionGuard.tryEnter(task, cpu.context());
        if (before != RecursionGuard.REFUSED) {
            try {
                callBack(cpu, ip, parentIp, regs);
            } finally {
                RecursionGuard.exit(task, before);
            }
        }
    }

    /** Calls the tracers, once the guard lets it. */
    abstract void callBack(GuestCpu cpu, long ip, long parentIp, FtraceRegs regs);
}
