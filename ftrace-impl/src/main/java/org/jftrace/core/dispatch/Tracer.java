package org.jftrace.core.dispatch;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jftrace.FtraceCallback;
import org.jftrace.FtraceOps;
import org.jftrace.FtraceRegs;
import org.jftrace.OpsFlag;
import org.jftrace.TaskFilter;
import org.jftrace.core.hash.SiteSet;
import org.jftrace.spi.GuestCpu;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A registered ops: what it selects now, where it can be reached in the guest, and how its callback fares. */
public final class Tracer {
    private static final Logger LOG = LoggerFactory.getLogger(Tracer.class);

    private final FtraceOps ops;
    private final boolean guarded;
    private final boolean needsRcu;
    private final AtomicReference<SiteSet> selected = new AtomicReference<>(SiteSet.EMPTY);
    private final LongAdder errors = new LongAdder();
    private final AtomicBoolean logged = new AtomicBoolean();
    private volatile Callee callee;
    private volatile TaskFilter tasks = TaskFilter.all();
    private volatile Home home = Home.NOWHERE;

    /** What a tracer does on a call. */
    @FunctionalInterface
    interface Callee {
        /**
         * Handles a call.
         *
         * @param cpu the traced CPU
         * @param ip the call site
         * @param parentIp where the function will return to
         * @param regs of the call
         */
        void call(GuestCpu cpu, long ip, long parentIp, FtraceRegs regs);
    }

    /**
     * Where guest code finds a tracer.
     *
     * @param handle the address of its handle, or 0
     * @param trampoline the address of its own trampoline, or 0 if no site needs one
     */
    public record Home(long handle, long trampoline) {
        static final Home NOWHERE = new Home(0, 0);
    }

    /**
     * Makes a tracer that selects nothing and that nobody calls yet.
     *
     * @param ops its description
     */
    public Tracer(FtraceOps ops) {
        this(ops, calleeOf(ops));
    }

    private Tracer(FtraceOps ops, Callee callee) {
        this.ops = ops;
        this.callee = callee;
        this.guarded = ops.flags().contains(OpsFlag.RECURSION) || ops.flags().contains(OpsFlag.RCU);
        this.needsRcu = ops.flags().contains(OpsFlag.RCU);
    }

    private static Callee calleeOf(FtraceOps ops) {
        FtraceCallback callback = ops.callback();
        return ops.flags().contains(OpsFlag.STUB)
                ? (cpu, ip, parentIp, regs) -> {}
                : (cpu, ip, parentIp, regs) -> callback.call(ip, parentIp, ops, regs);
    }

    /**
     * Makes the tracer of a manager of others.
     *
     * @param ops the manager
     * @param subordinates called after it
     * @return a tracer that selects nothing yet
     */
    public static Tracer managing(FtraceOps ops, Subordinates subordinates) {
        Callee own = calleeOf(ops);
        return new Tracer(ops, (cpu, ip, parentIp, regs) -> {
            own.call(cpu, ip, parentIp, regs);
            subordinates.call(cpu, ip, parentIp, regs);
        });
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
     * Names what is called; the kernel puts a function that asks for the task in front of an ops that is limited to some.
     *
     * @return the symbol for reports
     */
    public String func() {
        return tasks.asksForTask() ? "ftrace_pid_func" : ops.func();
    }

    /**
     * Reads which call sites are selected; an acquire, so the set is seen as it was filled.
     *
     * @return one consistent set; read it once a call
     */
    public SiteSet selectedAcquire() {
        return selected.getAcquire();
    }

    /**
     * Selects other call sites. A release: who sees the set sees its contents.
     *
     * @param sites replaces the set
     */
    public void publishSelectedRelease(SiteSet sites) {
        selected.setRelease(sites);
    }

    /**
     * Limits the tracer to some tasks.
     *
     * @param tasks asked from the next call on
     */
    public void setTasks(TaskFilter tasks) {
        this.tasks = tasks;
    }

    /**
     * Returns where guest code finds it.
     *
     * @return nowhere unless it is registered
     */
    public Home home() {
        return home;
    }

    /**
     * Says where guest code finds it.
     *
     * @param home written in guest memory already
     */
    public void moveTo(Home home) {
        this.home = home;
    }

    /** Calls nobody any more, whatever guest code still leads here. Cannot fail. */
    public void silence() {
        callee = (cpu, ip, parentIp, regs) -> {};
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
     * Calls back, if the task is wanted. What the callback throws stays here: the traced program is not to suffer for its
     * tracer. Only an error of the Java machine itself (other than the stack's end, which may well be the callback's doing)
     * goes on.
     */
    void callBack(GuestCpu cpu, long ip, long parentIp, FtraceRegs regs) {
        if (!tasks.lets(cpu) || (needsRcu && !cpu.isRcuWatching())) {
            return;
        }
        try {
            callee.call(cpu, ip, parentIp, regs);
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

    @Override
    public String toString() {
        return ops.name();
    }
}
