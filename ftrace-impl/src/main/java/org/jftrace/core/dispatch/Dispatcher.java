package org.jftrace.core.dispatch;

import org.jftrace.FtraceRegs;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.ArchPort.EntryHandler;
import org.jftrace.spi.arch.ReaderSection;

/** What is behind a handle. Opens a section for the gate of the executed trampoline; the host twin has opened one. */
public abstract class Dispatcher implements EntryHandler {
    private final ReaderSection readers;

    Dispatcher(ReaderSection readers) {
        this.readers = readers;
    }

    /**
     * Makes the dispatcher of a tracer, for its sites' literals: no filter is asked and no other tracer looked at. The kernel's
     * {@code ftrace_ops_get_func}.
     *
     * @param tracer to be called
     * @param readers brackets the call
     * @return guarded against recursion if the tracer asks for it
     */
    public static Dispatcher of(Tracer tracer, ReaderSection readers) {
        return tracer.guarded() ? new AssistDispatcher(tracer, readers) : new SingleDispatcher(tracer, readers);
    }

    @Override
    public final void onEntry(GuestCpu cpu, long ip, long parentIp, FtraceRegs regs) {
        readers.enter(cpu);
        try {
            onEntryInSection(cpu, ip, parentIp, regs);
        } finally {
            readers.exit(cpu);
        }
    }

    @Override
    public abstract void onEntryInSection(GuestCpu cpu, long ip, long parentIp, FtraceRegs regs);
}
