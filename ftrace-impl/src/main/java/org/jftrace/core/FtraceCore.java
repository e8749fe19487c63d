package org.jftrace.core;

import java.util.List;
import java.util.Optional;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.site.FtraceBug;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.site.LeftOutSite;
import org.jftrace.OpsFlag;
import org.jftrace.Registration;
import org.jftrace.core.dispatch.ListDispatcher;
import org.jftrace.core.dispatch.SingleDispatcher;
import org.jftrace.core.dispatch.Tracer;
import org.jftrace.core.dispatch.TracerList;
import org.jftrace.core.hash.FilterResolver;
import org.jftrace.core.hash.IpSet;
import org.jftrace.core.record.DynRecord;
import org.jftrace.core.record.RecordTable;
import org.jftrace.core.update.CodeUpdater;
import org.jftrace.core.update.CodeUpdater.StepFailedException;
import org.jftrace.core.update.GracePeriod;
import org.jftrace.core.update.HandleTable;
import org.jftrace.core.update.Handles;
import org.jftrace.core.update.KillSwitch;
import org.jftrace.core.update.UpdatePlan;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.Machine;
import org.jftrace.spi.MachineClosedException;
import org.jftrace.spi.arch.ArchPort;
import org.jftrace.spi.arch.HostEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ftrace core on one machine. Owns the lock and the order of steps; what the steps are is in the packages below.
 *
 * <p>A change goes: validate, resolve, allocate, plan (each may fail, and then nothing has been changed); account,
 * publish, patch, synchronise; and where something was taken away, wait until nobody uses it, then free it.
 */
public final class FtraceCore implements Ftrace {
    private static final Logger LOG = LoggerFactory.getLogger(FtraceCore.class);

    private final Machine machine;
    private final ArchPort arch;
    private final TracerList tracers = new TracerList();
    private final RecordTable records;
    private final FilterResolver resolver;
    private final GracePeriod grace;
    private final UpdateLock lock;
    private final HandleTable handles;
    private final KillSwitch killSwitch;
    private final CodeUpdater updater;
    private final SiteReports reports;
    private volatile boolean closed;
    private boolean freed;

    private FtraceCore(Machine machine, ArchPort arch) {
        this.machine = machine;
        this.arch = arch;
        this.records = RecordTable.scan(machine.symbols(), arch.patcher());
        this.resolver = new FilterResolver(records);
        this.grace = new GracePeriod(machine.maxCpus());
        this.lock = new UpdateLock(grace);
        this.handles = new HandleTable(
                new Handles(machine.memory(), arch),
                new ListDispatcher(tracers, grace),
                arch.trampolines(),
                records.stream().allMatch(DynRecord::hasLiteral));
        this.killSwitch = new KillSwitch(handles);
        this.updater = new CodeUpdater(machine, arch, handles.listEntry());
        this.reports = new SiteReports(machine.symbols().module(), records, tracers, updater);
    }

    /**
     * Brings ftrace to a machine: finds the call sites and makes them ready. To be called before the machine runs code
     * that has call sites.
     *
     * @param machine carries no other core
     * @param arch bound to this machine
     * @return the core, with nothing registered
     * @throws FtraceException {@link Errno#ENOMEM} if guest memory is used up, {@link Errno#ENODEV} if the machine is
     *     closed
     */
    public static FtraceCore open(Machine machine, ArchPort arch) {
        try {
            FtraceCore core = new FtraceCore(machine, arch);
            core.updater.initialise(core.records, core.handles);
            return core;
        } catch (MachineClosedException gone) {
            throw UpdateLock.noMachine(gone);
        }
    }

    /**
     * Returns the Java twin of the entry trampolines, for machines that intercept branches to them.
     *
     * @return a new twin; one is enough for all CPUs
     */
    public HostEntry hostEntry() {
        return arch.hostEntry(grace);
    }

    @Override
    public Registration register(FtraceOps ops) {
        if (ops.flags().contains(OpsFlag.SAVE_REGS)) {
            throw new FtraceException(
                    Errno.EINVAL, ops.name() + " wants SAVE_REGS, but only x0 to x8, fp, lr, sp and pc are saved");
        }
        return lock.get(() -> {
            requireAlive();
            if (tracers.find(ops) != null) {
                throw new FtraceException(Errno.EBUSY, ops.name() + " is registered already");
            }
            IpSet selected = resolver.resolve(ops.filter());
            Tracer tracer = new Tracer(ops, selected);
            handles.add(tracer, new SingleDispatcher(tracer, grace));
            try {
                change(tracer, IpSet.EMPTY, selected, () -> tracers.addRelease(tracer));
            } catch (RuntimeException refused) {
                tracers.removeRelease(tracer);
                if (machine.isClosed()) {
                    handles.remove(tracer); // else killed: patched code may lead to the handle for ever
                }
                throw refused;
            }
            return new CoreRegistration(this, tracer);
        });
    }

    /**
     * Steps 5 to 8 of a change; the caller has done what can fail, and waits and frees afterwards. If it throws, the
     * account is as before.
     */
    private UpdatePlan change(Tracer tracer, IpSet before, IpSet after, Runnable publish) {
        UpdatePlan plan = UpdatePlan.of(records, before, after, handles.choice(tracer, after));
        plan.account();
        publish.run();
        try {
            apply(plan);
        } catch (MachineClosedException gone) {
            plan.forget();
            throw gone;
        } catch (RuntimeException refused) {
            plan.undoAccount();
            throw refused;
        }
        return plan;
    }

    private void apply(UpdatePlan plan) {
        try {
            updater.apply(plan);
        } catch (StepFailedException failure) {
            if (failure.getCause() instanceof MachineClosedException gone) {
                throw gone;
            }
            throw killSwitch.kill(failure);
        }
    }

    void setFilter(Tracer tracer, Filter filter, Runnable accepted) {
        lock.run(() -> {
            requireAlive();
            if (tracers.find(tracer.ops()) != tracer) {
                throw new FtraceException(
                        Errno.ENODEV, "the registration of " + tracer.ops().name() + " is closed");
            }
            IpSet before = tracer.selectedAcquire();
            IpSet after = resolver.resolve(filter);
            UpdatePlan plan;
            try {
                plan = change(tracer, before, after, () -> tracer.publishSelectedRelease(after));
            } catch (RuntimeException refused) {
                tracer.publishSelectedRelease(before);
                throw refused;
            }
            accepted.run();
            if (plan.removesSites()) {
                awaitUnused();
            }
        });
    }

    @Override
    public void unregister(FtraceOps ops) {
        lock.run(() -> {
            Tracer tracer = tracers.find(ops);
            if (tracer == null) {
                throw new FtraceException(Errno.EBUSY, ops.name() + " is not registered");
            }
            remove(tracer);
        });
    }

    void unregister(Tracer tracer) {
        lock.run(() -> {
            if (tracers.find(tracer.ops()) == tracer) {
                remove(tracer);
            }
        });
    }

    /**
     * Ends a tracer; never refuses. Waits even if no code was changed, since a list walker may be about to call it. After
     * a bug its handle is not freed: patched code may lead to it for ever.
     */
    private void remove(Tracer tracer) {
        tracers.removeRelease(tracer);
        UpdatePlan plan =
                UpdatePlan.of(records, tracer.selectedAcquire(), IpSet.EMPTY, handles.choice(tracer, IpSet.EMPTY));
        plan.account();
        if (isIntact()) {
            applyIfPossible(plan);
        }
        awaitUnused();
        if (killSwitch.bug().isEmpty()) {
            handles.remove(tracer);
        }
    }

    /** What stops it is a closed machine, which executes nothing, or a bug, which is reported and has silenced all. */
    private void applyIfPossible(UpdatePlan plan) {
        try {
            apply(plan);
        } catch (MachineClosedException | FtraceException reported) {
            LOG.debug("call sites stay as they are", reported);
        }
    }

    private void awaitUnused() {
        machine.awaitQuiescence(arch.trampolines().ranges());
        grace.await();
    }

    private boolean isIntact() {
        return killSwitch.bug().isEmpty() && !machine.isClosed();
    }

    private void requireAlive() {
        if (closed || machine.isClosed()) {
            throw new FtraceException(Errno.ENODEV, (closed ? "this ftrace" : "the machine") + " is closed");
        }
        killSwitch.requireAlive();
    }

    @Override
    public List<CallSiteInfo> sites() {
        return reports.all();
    }

    @Override
    public Optional<CallSiteInfo> site(long address) {
        return reports.at(address);
    }

    @Override
    public GuestCpu currentCpu() {
        GuestCpu cpu = grace.currentCpu();
        if (cpu == null) {
            throw new IllegalStateException(Thread.currentThread() + " is in no callback");
        }
        return cpu;
    }

    @Override
    public List<LeftOutSite> leftOutSites() {
        return records.leftOut();
    }

    @Override
    public Optional<FtraceBug> bug() {
        return killSwitch.bug();
    }

    @Override
    public void close() {
        lock.run(() -> {
            closed = true;
            tracers.snapshot().forEach(this::remove);
            if (!freed && !grace.isInside() && killSwitch.bug().isEmpty()) {
                freed = true;
                handles.free();
            }
        });
    }
}
