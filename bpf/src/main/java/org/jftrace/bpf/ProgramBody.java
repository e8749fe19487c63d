package org.jftrace.bpf;

import org.jftrace.bpf.image.LinkGate;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.image.ImageContext;

/**
 * A program as one link runs it.
 *
 * @param bpf has the views
 * @param program to be run
 * @param cookies by call site
 * @param hasResult whether a return value is there when it runs
 */
record ProgramBody(Bpf bpf, BpfProgram program, Cookies cookies, boolean hasResult) implements LinkGate.Body {
    ProgramBody with(BpfProgram other) {
        return new ProgramBody(bpf, other, cookies, hasResult);
    }

    @Override
    public long run(GuestCpu cpu, long context) {
        long cookie = cookies.areNone() ? 0 : cookies.at(bpf.read(context + ImageContext.IP));
        ContextView view = bpf.view(cpu).take(cpu, context, cookie, hasResult);
        try {
            return program.run(cpu, view);
        } finally {
            view.release();
        }
    }

    @Override
    public long stub() {
        return program.stub();
    }
}
