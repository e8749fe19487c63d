package org.jftrace.core.dispatch;

import org.jftrace.FtraceRegs;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.ReaderSection;

/**
 * Calls one tracer that asks for protection; the kernel's {@code ftrace_ops_assist_func}, which takes the same recursion bits
 * as the list. Linux 6.12 on arm64 calls no ops through that, but sends the sites of one that needs it to the list.
 */
final class AssistDispatcher extends GuardedDispatcher {
    private final Tracer tracer;

    AssistDispatcher(Tracer tracer, ReaderSection readers) {
        super(readers);
        this.tracer = tracer;
    }

    @Override
    void callBack(GuestCpu cpu, long ip, long parentIp, FtraceRegs regs) {
        tracer.callBack(cpu, ip, parentIp, regs);
    }
}
