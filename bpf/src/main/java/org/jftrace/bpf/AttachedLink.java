package org.jftrace.bpf;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jftrace.Errno;
import org.jftrace.FtraceException;

/** What links of every route have in common. */
abstract class AttachedLink implements BpfLink {
    private final Bpf bpf;
    /** No lock: who closes waits for the program, which may be closing the link too. */
    private final AtomicBoolean attached = new AtomicBoolean(true);

    AttachedLink(Bpf bpf) {
        this.bpf = bpf;
    }

    /** Runs another program from now on, and waits until the one before is done. */
    abstract void replaceBy(BpfProgram next);

    /** Takes the program off, and waits until it is done. If it throws, nothing has changed. */
    abstract void detach();

    @Override
    public final void update(BpfProgram next) {
        BpfProgram old = program();
        if (!next.belongsTo(bpf) || next.type() != old.type() || next.isSleepable() != old.isSleepable()) {
            throw new FtraceException(Errno.EINVAL, next + " cannot take the place of " + old);
        }
        if (!attached.get()) {
            throw new FtraceException(Errno.ENOENT, "the link of " + old + " is closed");
        }
        replaceBy(next);
    }

    @Override
    public final void close() {
        if (attached.compareAndSet(true, false)) {
            try {
                detach();
            } catch (FtraceException again) {
                attached.set(true);
                throw again;
            }
            bpf.closed(this);
        }
    }

    @Override
    public final boolean isAttached() {
        return attached.get();
    }

    @Override
    public final String toString() {
        return "link of " + program();
    }
}
