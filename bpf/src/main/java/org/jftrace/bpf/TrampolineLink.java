package org.jftrace.bpf;

import org.jftrace.bpf.context.ImageView;
import org.jftrace.bpf.context.LinkSites;
import org.jftrace.bpf.image.ClosedMachine;
import org.jftrace.bpf.image.LinkGate;
import org.jftrace.bpf.image.Trampolines;
import org.jftrace.spi.GuestCpu;

/** A link whose program images call. */
final class TrampolineLink extends AttachedLink {
    private final Trampolines trampolines;
    private final LinkGate gate;
    /** What the gate ran, for when it runs nothing any more. */
    private volatile Body last;

    /**
     * A program as the images of one link run it.
     *
     * @param bpf has the views
     * @param program to be run
     * @param sites of the link
     * @param hasResult whether a return value is there when it runs
     */
    record Body(Bpf bpf, BpfProgram program, LinkSites sites, boolean hasResult) implements LinkGate.Body {
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

    TrampolineLink(Bpf bpf, Trampolines trampolines, LinkGate gate, Body body) {
        super(bpf);
        this.trampolines = trampolines;
        this.gate = gate;
        this.last = body;
    }

    /** Of two updates at once the gate knows which came second. */
    private Body body() {
        return gate.body() instanceof Body now ? now : last;
    }

    @Override
    public BpfProgram program() {
        return body().program();
    }

    @Override
    void replaceBy(BpfProgram next) {
        Body now = body();
        Body then = new Body(now.bpf(), next, now.sites(), now.hasResult());
        ClosedMachine.run(() -> trampolines.update(gate, then));
    }

    @Override
    void detach() {
        last = body();
        trampolines.detach(gate);
    }

    @Override
    public Route route() {
        return Route.DIRECT;
    }

    @Override
    public long missed() {
        return 0;
    }
}
