package org.jftrace.bpf;

import java.util.Map;
import org.jftrace.bpf.image.LinkGate;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.image.ImageContext;

/**
 * A program as one link runs it.
 *
 * @param bpf has the views
 * @param program to be run
 * @param cookies by call site; one that is missing is 0
 * @param hasResult whether a return value is there when it runs
 */
record ProgramBody(Bpf bpf, BpfProgram program, Map<Long, Long> cookies, boolean hasResult) implements LinkGate.Body {
    ProgramBody with(BpfProgram other) {
        return new ProgramBody(bpf, other, cookies, hasResult);
    }

    @Override
    public long run(GuestCpu cpu, long context) {
        long cookie = cookies.isEmpty() ? 0 : bpf.cookie(cookies, context + ImageContext.IP);
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
