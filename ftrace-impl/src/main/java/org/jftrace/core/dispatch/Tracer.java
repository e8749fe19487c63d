package org.jftrace.core.dispatch;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ObjLongConsumer;
import org.jftrace.FtraceCallback;
import org.jftrace.FtraceOps;
import org.jftrace.FtraceRegs;
import org.jftrace.OpsFlag;
import org.jftrace.TaskFilter;
import org.jftrace.core.hash.SiteSet;
import org.jftrace.direct.DirectTargets;
import org.jftrace.spi.GuestCpu;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A registered ops: what it selects now, where it can be reached in the guest, and how its callback fares. */
public final class Tracer {
    private static final Logger LOG = LoggerFactory.getLogger(Tracer.class);

    private final FtraceOps ops;
    private final boolean guarded;
    private final boolean needsRcu;
    private final boolean modifiesIp;
    private final boolean wantsRegs;
    private final AtomicReference<SiteSet> selected = new AtomicReference<>(SiteSet.EMPTY);
    private final LongAdder errors = new LongAdder();
    private final AtomicBoolean logged = new AtomicBoolean();
    private final @Nullable AtomicReference<DirectTargets> direct;
    private volatile TaskFilter tasks = TaskFilter.all();
    /** What a call comes to if it is just the callback, as it mostly is; else null. */
    private volatile @Nullable FtraceCallback plain;

    private volatile Callee own;
    /** What another call comes to: {@code own}, behind what not every call passes. */
    private volatile Callee callee;

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
        this(ops, calleeOf(ops), null);
        this.plain = needsRcu || ops.flags().contains(OpsFlag.STUB) ? null : ops.callback();
    }

    private Tracer(FtraceOps ops, Callee callee, @Nullable AtomicReference<DirectTargets> direct) {
        this.ops = ops;
        this.direct = direct;
        this.guarded = ops.flags().contains(OpsFlag.RECURSION) || ops.flags().contains(OpsFlag.RCU);
        this.needsRcu = ops.flags().contains(OpsFlag.RCU);
        this.modifiesIp = ops.flags().contains(OpsFlag.IPMODIFY);
        this.wantsRegs = ops.flags().contains(OpsFlag.SAVE_REGS_IF_SUPPORTED);
        this.own = callee;
        this.callee = needsRcu ? this::callWanted : callee;
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
        return new Tracer(
                ops,
                (cpu, ip, parentIp, regs) -> {
                    own.call(cpu, ip, parentIp, regs);
                    subordinates.call(cpu, ip, parentIp, regs);
                },
                null);
    }

    /**
     * Makes the tracer of a direct call: it calls nobody, but has the entry trampoline go on to another. The kernel's
     * {@code call_direct_funcs}.
     *
     * @param ops its description
     * @param caller {@link org.jftrace.spi.arch.ArchPort#setDirectCaller}
     * @return a tracer that selects nothing yet and has no targets
     */
    public static Tracer direct(FtraceOps ops, ObjLongConsumer<FtraceRegs> caller) {
        AtomicReference<DirectTargets> targets = new AtomicReference<>(DirectTargets.NONE);
        return new Tracer(
                ops,
                (cpu, ip, parentIp, regs) -> {
                    long target = targets.getAcquire().at(ip);
                    if (target != DirectTargets.NOWHERE) {
                        caller.accept(regs, target);
                    }
                },
                targets);
    }

    /**
     * Tells whether this is a direct call.
     *
     * @return false for one that calls back
     */
    public boolean isDirect() {
        return direct != null;
    }

    /**
     * Reads where a direct call sends functions; an acquire, so the targets are seen as they were made.
     *
     * @return none for one that calls back
     */
    public DirectTargets targetsAcquire() {
        return direct == null ? DirectTargets.NONE : direct.getAcquire();
    }

    /**
     * Sends functions elsewhere. A release: who sees the targets sees what leads there.
     *
     * @param targets replaces all
     * @throws IllegalStateException if this is no direct call
     */
    public void publishTargetsRelease(DirectTargets targets) {
        if (direct == null) {
            throw new IllegalStateException(this + " is no direct call");
        }
        direct.setRelease(targets);
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
        this.callee =
                this::callWanted; // for good: it asks, so it does not matter who else changes or silences meanwhile
        this.plain = null;
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
        own = (cpu, ip, parentIp, regs) -> {};
        callee = own;
        plain = null;
    }

    boolean guarded() {
        return guarded;
    }

    /**
     * Tells whether its callback may change where a function goes on.
     *
     * @return true for an IPMODIFY ops
     */
    public boolean modifiesIp() {
        return modifiesIp;
    }

    /**
     * Tells whether its sites are to save all registers, as far as the architecture does.
     *
     * @return true for a SAVE_REGS_IF_SUPPORTED ops
     */
    public boolean wantsRegs() {
        return wantsRegs;
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
        try {
            FtraceCallback callback = plain;
            if (callback != null) {
                callback.call(ip, parentIp, ops, regs);
            } else {
                callee.call(cpu, ip, parentIp, regs);
            }
        } catch (StackOverflowError thrown) {
            count(thrown, ip);
        } catch (VirtualMachineError fatal) {
            throw fatal;
        } catch (Throwable thrown) {
            count(thrown, ip);
        }
    }

    private void callWanted(GuestCpu cpu, long ip, long parentIp, FtraceRegs regs) {
        if (tasks.lets(cpu) && (!needsRcu || cpu.isRcuWatching())) {
            own.call(cpu, ip, parentIp, regs);
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
