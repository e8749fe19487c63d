package org.jftrace.fprobe;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.FtraceRegs;
import org.jftrace.Registration;
import org.jftrace.rethook.ProbeGuard;
import org.jftrace.rethook.Rethook;
import org.jftrace.rethook.RethookNode;
import org.jftrace.rethook.Rethooks;
import org.jftrace.returns.RegisterSet;
import org.jftrace.returns.ReturnRegs;
import org.jftrace.spi.GuestCpu;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A registered fprobe. Of the calls that enter, each exits, is missed, or was declined: the three add up, exactly. */
public final class FprobeRegistration implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FprobeRegistration.class);
    private static final long[] NO_DATA = {};

    private final Ftrace ftrace;
    private final Fprobe probe;
    private final ProbeGuard guard;
    private final @Nullable Rethook rethook;
    private final LongAdder recursions = new LongAdder();
    private final LongAdder declines = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final AtomicBoolean logged = new AtomicBoolean();
    private volatile boolean enabled = true;
    /** Taken by who closes, without a lock: they wait for handlers, one of which may be closing too. */
    private final AtomicReference<@Nullable Registration> registration = new AtomicReference<>();

    FprobeRegistration(Ftrace ftrace, Rethooks rethooks, Fprobe probe, int nodes) {
        this.ftrace = ftrace;
        this.probe = probe;
        this.guard = rethooks.guard();
        ExitHandler exit = probe.exit();
        this.rethook = exit == null
                ? null
                : rethooks.alloc(
                        probe.name(),
                        RegisterSet.RESULTS,
                        probe.words(),
                        nodes,
                        (cpu, node, regs) -> onReturn(exit, cpu, node, regs));
    }

    void register(Filter filter) {
        registration.set(ftrace.register(FtraceOps.builder(probe.name())
                .func("fprobe_handler")
                .filter(filter)
                .callback((ip, parentIp, ops, regs) -> onCall(ip, parentIp, regs))
                .build()));
    }

    private void onCall(long ip, long parentIp, FtraceRegs regs) {
        if (!enabled) {
            return;
        }
        GuestCpu cpu = ftrace.currentCpu();
        int taken = guard.tryEnter(cpu, probe.isShared());
        if (taken == ProbeGuard.REFUSED) {
            recursions.increment();
            return;
        }
        try {
            Rethook hook = rethook;
            if (hook == null) {
                enter(ip, parentIp, regs, NO_DATA);
            } else {
                enterAndHook(hook, cpu, ip, parentIp, regs);
            }
        } finally {
            guard.exit(cpu, taken);
        }
    }

    private void enterAndHook(Rethook hook, GuestCpu cpu, long ip, long parentIp, FtraceRegs regs) {
        RethookNode node = hook.tryGet(cpu);
        if (node == null) {
            return;
        }
        boolean declined = true;
        try {
            declined = enter(ip, parentIp, regs, node.data()) != 0;
        } finally {
            if (declined) {
                declines.increment();
                hook.recycle(cpu, node);
            } else {
                hook.hook(cpu, node, ip, regs);
            }
        }
    }

    private int enter(long ip, long parentIp, FtraceRegs regs, long[] data) {
        EntryHandler entry = probe.entry();
        if (entry == null) {
            return 0;
        }
        try {
            return entry.onEntry(ip, parentIp, regs, data);
        } catch (StackOverflowError thrown) {
            return failed(thrown, ip);
        } catch (VirtualMachineError fatal) {
            throw fatal;
        } catch (Throwable thrown) {
            return failed(thrown, ip);
        }
    }

    private int failed(Throwable thrown, long ip) {
        errors.increment();
        if (logged.compareAndSet(false, true)) {
            LOG.error(
                    "entry handler of {} failed at 0x{}; further failures are only counted",
                    probe,
                    Long.toHexString(ip),
                    thrown);
        }
        return -1;
    }

    private void onReturn(ExitHandler exit, GuestCpu cpu, RethookNode node, ReturnRegs regs) {
        int taken = guard.tryEnter(cpu, probe.isShared());
        if (taken == ProbeGuard.REFUSED) {
            recursions.increment();
            return;
        }
        try {
            exit.onExit(node.ip(), regs.instructionPointer(), regs, node.data());
        } finally {
            guard.exit(cpu, taken);
        }
    }

    /**
     * Counts the calls of which a handler should have run and did not; the kernel's {@code nmissed}.
     *
     * @return how many were made from within a probe, found no node, died, or returned after the end of the probe
     */
    public long missed() {
        return recursions.sum() + (rethook == null ? 0 : rethook.missed());
    }

    /**
     * Counts the calls of which the entry handler did not want the exit.
     *
     * @return how often it answered not 0, or threw; 0 without an exit handler
     */
    public long declined() {
        return declines.sum();
    }

    /**
     * Counts failures.
     *
     * @return how often a handler threw
     */
    public long errors() {
        return errors.sum() + (rethook == null ? 0 : rethook.errors());
    }

    /**
     * Stops calling the entry handler, without unregistering; the kernel's {@code disable_fprobe}. Calls under way still have
     * their exit handled.
     */
    public void disable() {
        enabled = false;
    }

    /** Calls the entry handler again; the kernel's {@code enable_fprobe}. */
    public void enable() {
        enabled = true;
    }

    /**
     * Tells whether it is disabled.
     *
     * @return false at first
     */
    public boolean isDisabled() {
        return !enabled;
    }

    /**
     * Ends the probe; the kernel's {@code unregister_fprobe}. When it returns no handler is running, and none ever runs again;
     * calls under way return past it, and count as missed. Closing again does nothing, and
     * does not wait for another thread that is closing.
     *
     * @throws FtraceException {@link org.jftrace.Errno#EAGAIN} as {@link Registration#close()}; the probe goes on then
     */
    @Override
    public void close() {
        Registration open = registration.getAndSet(null);
        if (open != null) {
            try {
                if (rethook == null) {
                    open.close();
                } else {
                    rethook.stopAndClose(open);
                }
            } catch (FtraceException again) {
                registration.set(open);
                throw again;
            }
        }
    }
}
