package org.jftrace.bpf;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.bpf.image.LinkGate;
import org.jftrace.bpf.image.Trampolines;

/** A link whose program images call. */
final class TrampolineLink implements BpfLink {
    private final Bpf bpf;
    private final Trampolines trampolines;
    private final LinkGate gate;
    /** The last one that ran. */
    private volatile ProgramBody body;
    /** No lock: who closes waits for the program, which may be closing the link too. */
    private final AtomicBoolean attached = new AtomicBoolean(true);

    TrampolineLink(Bpf bpf, Trampolines trampolines, LinkGate gate, ProgramBody body) {
        this.bpf = bpf;
        this.trampolines = trampolines;
        this.gate = gate;
        this.body = body;
    }

    @Override
    public BpfProgram program() {
        return current().program();
    }

    /** What the gate runs; two that update at once must not leave it saying something else than it does. */
    private ProgramBody current() {
        if (gate.body() instanceof ProgramBody now) {
            body = now;
        }
        return body;
    }

    @Override
    public void update(BpfProgram program) {
        BpfProgram old = program();
        if (!program.belongsTo(bpf) || program.type() != old.type() || program.isSleepable() != old.isSleepable()) {
            throw new FtraceException(Errno.EINVAL, program + " cannot take the place of " + old);
        }
        if (!attached.get()) {
            throw new FtraceException(Errno.ENOENT, "the link of " + old + " is closed");
        }
        trampolines.update(gate, current().with(program));
    }

    @Override
    public void close() {
        if (attached.compareAndSet(true, false)) {
            current();
            try {
                trampolines.detach(gate);
            } catch (FtraceException again) {
                attached.set(true);
                throw again;
            }
            bpf.closed(this);
        }
    }

    @Override
    public boolean isAttached() {
        return attached.get();
    }

    @Override
    public Route route() {
        return Route.DIRECT;
    }

    @Override
    public long missed() {
        return 0;
    }

    @Override
    public String toString() {
        return "link of " + program();
    }
}
