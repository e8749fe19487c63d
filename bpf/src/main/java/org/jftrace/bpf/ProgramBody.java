package org.jftrace.bpf;

import org.jftrace.bpf.context.ImageView;
import org.jftrace.bpf.context.LinkSites;
import org.jftrace.bpf.image.LinkGate;
import org.jftrace.spi.GuestCpu;

/**
 * A program as the images of one link run it.
 *
 * @param bpf has the views
 * @param program to be run
 * @param sites of the link
 * @param hasResult whether a return value is there when it runs
 */
record ProgramBody(Bpf bpf, BpfProgram program, LinkSites sites, boolean hasResult) implements LinkGate.Body {
    ProgramBody with(BpfProgram other) {
        return new ProgramBody(bpf, other, sites, hasResult);
    }

    @Override
    public long run(GuestCpu cpu, long context) {
        ImageView view = bpf.imageView(cpu).take(cpu, context, sites, hasResult);
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
