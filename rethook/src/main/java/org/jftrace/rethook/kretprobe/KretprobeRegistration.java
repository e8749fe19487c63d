package org.jftrace.rethook.kretprobe;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
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
import org.jftrace.spi.TaskLocal;
import org.jspecify.annotations.Nullable;

/** A registered kretprobe. */
public final class KretprobeRegistration implements AutoCloseable {
    private final Ftrace ftrace;
    private final TaskLocal<EntryRegs> views;
    private final ProbeGuard guard;
    private final LongAdder recursions = new LongAdder();
    private final Kretprobe probe;
    private final Rethook rethook;
    private final LongAdder declined = new LongAdder();
    private volatile boolean enabled = true;
    /** Taken by who closes, without a lock: they wait for handlers, one of which may be closing too. */
    private final AtomicReference<@Nullable Registration> registration = new AtomicReference<>();

    KretprobeRegistration(Ftrace ftrace, Rethooks rethooks, TaskLocal<EntryRegs> views, Kretprobe probe, int nodes) {
        this.ftrace = ftrace;
        this.views = views;
        this.guard = rethooks.guard();
        this.probe = probe;
        this.rethook = rethooks.alloc(probe.name(), RegisterSet.ALL, probe.words(), nodes, this::onReturn);
    }

    void register() {
        registration.set(ftrace.register(FtraceOps.builder(probe.name())
                .func("kprobe_ftrace_handler")
                .filter(probe.filter())
                .callback((ip, parentIp, ops, regs) -> onEntry(ip, regs))
                .build()));
    }

    private void onEntry(long ip, FtraceRegs regs) {
        if (!enabled) {
            return;
        }
        GuestCpu cpu = ftrace.currentCpu();
        int taken = guard.tryEnter(cpu, true);
        if (taken == ProbeGuard.REFUSED) {
            recursions.increment();
            return;
        }
        try {
            enterAndHook(cpu, ip, regs);
        } finally {
            guard.exit(cpu, taken);
        }
    }

    private void enterAndHook(GuestCpu cpu, long ip, FtraceRegs regs) {
        RethookNode node = rethook.tryGet(cpu);
        if (node == null) {
            return;
        }
        boolean wanted = false;
        try {
            wanted = accepts(cpu, ip, regs, node);
        } finally {
            if (wanted) {
                rethook.hook(cpu, node, ip, regs);
            } else {
                declined.increment();
                rethook.recycle(cpu, node);
            }
        }
    }

    private boolean accepts(GuestCpu cpu, long ip, FtraceRegs regs, RethookNode node) {
        KretprobeHandler entry = probe.entry();
        if (entry == null) {
            return true;
        }
        EntryRegs view = views.of(cpu.task());
        try {
            return entry.handle(ip, view.of(regs), node.data()) == 0;
        } finally {
            view.of(null);
        }
    }

    private void onReturn(GuestCpu cpu, RethookNode node, ReturnRegs regs) {
        int taken = guard.tryEnter(cpu, true);
        if (taken == ProbeGuard.REFUSED) {
            recursions.increment();
            return;
        }
        try {
            probe.handler().handle(node.ip(), regs, node.data());
        } finally {
            guard.exit(cpu, taken);
        }
    }

    /**
     * Counts the calls whose return was not handled though it was wanted; the kernel's {@code nmissed}.
     *
     * @return how many found no node, or returned too late
     */
    public long missed() {
        return recursions.sum() + rethook.missed();
    }

    /**
     * Counts the calls whose return the entry handler did not want.
     *
     * @return how often it answered not 0, or threw
     */
    public long declined() {
        return declined.sum();
    }

    /**
     * Switches the probe on or off without unregistering it; the kernel's {@code enable_kretprobe}. Calls under way are
     * still handled when they return.
     *
     * @param enabled true at first
     */
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    /**
     * Ends the probe; the kernel's {@code unregister_kretprobe}. When it returns no handler is running, and none ever runs
     * again; calls under way return past it, and count as missed. Closing again does nothing, and
     * does not wait for another thread that is closing.
     *
     * @throws FtraceException {@link org.jftrace.Errno#EAGAIN} as {@link Registration#close()}; the probe goes on then
     */
    @Override
    public void close() {
        Registration open = registration.getAndSet(null);
        if (open != null) {
            try {
                rethook.stopAndClose(open);
            } catch (FtraceException again) {
                registration.set(open);
                throw again;
            }
        }
    }
}
