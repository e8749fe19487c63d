package org.jftrace.core.dispatch;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jftrace.FtraceCallback;
import org.jftrace.FtraceOps;
import org.jftrace.FtraceRegs;
import org.jftrace.OpsFlag;
import org.jftrace.core.hash.IpSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A registered ops: what it selects now, and how its callback fares. */
public final class Tracer {
    private static final Logger LOG = LoggerFactory.getLogger(Tracer.class);

    private final FtraceOps ops;
    private volatile FtraceCallback callback;
    private final boolean guarded;
    private final AtomicReference<IpSet> selected;
    private final LongAdder errors = new LongAdder();
    private final AtomicBoolean logged = new AtomicBoolean();

    /**
     * Makes a tracer that nobody calls yet.
     *
     * @param ops its description
     * @param selected the call sites that its filter selects
     */
    public Tracer(FtraceOps ops, IpSet selected) {
        this.ops = ops;
        this.callback = ops.callback();
        this.guarded = ops.flags().contains(OpsFlag.RECURSION);
        this.selected = new AtomicReference<>(selected);
    }

    /**
     * Returns the description.
     *
     * @return what was registered
     */
    public FtraceOps ops() {
        return ops;
    }

    /**
     * Reads which call sites are selected; an acquire, so the set is seen as it was filled.
     *
     * @return one consistent set; read it once a call
     */
    public IpSet selectedAcquire() {
        return selected.getAcquire();
    }

    /**
     * Selects other call sites. A release: who sees the set sees its contents.
     *
     * @param ips replaces the set
     */
    public void publishSelectedRelease(IpSet ips) {
        selected.setRelease(ips);
    }

    /** Calls nobody any more, whatever guest code still leads here. Cannot fail. */
    public void silence() {
        callback = (ip, parentIp, silenced, regs) -> {};
    }

    boolean guarded() {
        return guarded;
    }

    /**
     * Counts.
     *
     * @return how many calls of the callback ended with an exception
     */
    public long errors() {
        return errors.sum();
    }

    /**
     * Calls back. What the callback throws stays here: the traced program is not to suffer for its tracer. Only an error
     * of the Java machine itself (other than the stack's end, which may well be the callback's doing) goes on.
     */
    void callBack(long ip, long parentIp, FtraceRegs regs) {
        try {
            callback.call(ip, parentIp, ops, regs);
        } catch (StackOverflowError thrown) {
            count(thrown, ip);
        } catch (VirtualMachineError fatal) {
            throw fatal;
        } catch (Throwable thrown) {
            count(thrown, ip);
        }
    }

    private void count(Throwable thrown, long ip) {
        errors.increment();
        if (logged.compareAndSet(false, true)) {
            LOG.error(
                    "callback of {} failed at 0x{}; further failures are only counted",
                    ops.name(),
                    Long.toHexString(ip),
                    thrown);
        }
    }
}
