package org.jftrace.core;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.Modules;
import org.jftrace.OpsFlag;
import org.jftrace.Registration;
import org.jftrace.core.IpModifySharing.PeerBusyException;
import org.jftrace.core.dispatch.ListDispatcher;
import org.jftrace.core.dispatch.Tracer;
import org.jftrace.core.dispatch.TracerList;
import org.jftrace.core.graph.CoreGraphs;
import org.jftrace.core.hash.FilterResolver;
import org.jftrace.core.hash.SiteSet;
import org.jftrace.core.record.RecordTable;
import org.jftrace.core.update.CodeUpdater;
import org.jftrace.core.update.GracePeriod;
import org.jftrace.core.update.HandleTable;
import org.jftrace.core.update.Handles;
import org.jftrace.core.update.KillSwitch;
import org.jftrace.core.update.Planner;
import org.jftrace.core.update.SiteChanges;
import org.jftrace.direct.DirectCalls;
import org.jftrace.graph.Graphs;
import org.jftrace.returns.ReturnHooks;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.site.FtraceBug;
import org.jftrace.site.LeftOutSite;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.Machine;
import org.jftrace.spi.MachineClosedException;
import org.jftrace.spi.arch.ArchPort;
import org.jftrace.spi.arch.HostEntry;
import org.jftrace.spi.arch.ReaderSection;
import org.jftrace.stack.StackTrace;
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

    /** How often an owner of a direct call is asked that could not say. */
    private static final int MOST_TRIES = 100;

    private final Machine machine;
    private final ArchPort arch;
    private final RecordTable records = new RecordTable();
    private final FilterResolver resolver = new FilterResolver(records);
    private final GracePeriod grace;
    private final UpdateLock lock;
    private final HandleTable handles;
    private final KillSwitch killSwitch;
    private final SiteChanges changes;
    private final SiteReports reports;
    private final Registrations registrations;
    private final CoreModules modules;
    private final CoreReturns returns;
    private final CoreDirectCalls directCalls;
    private final CoreStacks stacks;
    private final CoreGraphs graphs = new CoreGraphs(this);
    private volatile boolean enabled = true;
    private volatile boolean closed;
    private boolean freed;

    private FtraceCore(Machine machine, ArchPort arch) {
        this.machine = machine;
        this.arch = arch;
        this.grace = new GracePeriod(machine.maxCpus());
        this.lock = new UpdateLock(grace);
        TracerList tracers = new TracerList();
        this.handles = new HandleTable(
                new Handles(machine, arch),
                new ListDispatcher(tracers, records, grace),
                arch.trampolines(),
                arch.patcher());
        this.reports = new SiteReports(records, tracers, handles);
        this.killSwitch = new KillSwitch(handles, reports::atFailure);
        CodeUpdater updater = new CodeUpdater(machine, arch.patcher());
        this.changes = new SiteChanges(new Planner(records, tracers, handles), updater, killSwitch);
        this.registrations = new Registrations(records, tracers, handles, changes, killSwitch, grace);
        this.returns = new CoreReturns(arch.returns(), grace, this::requireAlive);
        this.stacks = new CoreStacks(arch.unwinder(), returns, registrations.directTrampolines());
        this.modules = new CoreModules(this, arch, records, handles, updater, registrations, stacks);
        this.directCalls = new CoreDirectCalls(this, arch, registrations);
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
            try {
                core.modules.add(machine.symbols());
            } catch (RuntimeException failure) {
                throw Handles.undone(failure, core.handles::free);
            }
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
        Registrations.requirePossible(ops);
        return retrying(() -> {
            requirePermanentPossible(ops);
            return new CoreRegistration(this, registrations.add(ops, () -> resolve(ops, ops.filter())));
        });
    }

    @Override
    public Registration registerSubOps(FtraceOps manager, FtraceOps sub) {
        Registrations.requirePossible(manager);
        Registrations.requirePossible(sub);
        return retrying(() -> {
            requirePermanentPossible(manager);
            return new CoreRegistration(this, registrations.addSub(manager, sub, () -> resolve(sub, sub.filter())));
        });
    }

    private void requirePermanentPossible(FtraceOps ops) {
        if (!enabled && ops.flags().contains(OpsFlag.PERMANENT)) {
            throw new FtraceException(Errno.EBUSY, ops.name() + " is PERMANENT, but tracing is switched off");
        }
    }

    /** The sites that an ops would have with a filter. */
    SiteSet resolve(FtraceOps ops, Filter filter) {
        if (filter.selectsAll() && ops.flags().contains(OpsFlag.IPMODIFY)) {
            throw new FtraceException(Errno.EINVAL, ops.name() + " is IPMODIFY, so it must not select all functions");
        }
        return resolver.resolve(filter);
    }

    /** What a filter is widened or narrowed by. */
    SiteSet resolvePart(Filter part) {
        if (part.selectsAll()) {
            throw new FtraceException(Errno.EINVAL, "a filter is widened or narrowed by some functions, not by all");
        }
        return resolver.resolve(part);
    }

    /** Changes what a registration selects, and waits for those who may still call it where it no longer does. */
    void change(Registered registered, UnaryOperator<SiteSet> selection, Runnable accepted) {
        retrying(() -> {
            requireOpen(registered);
            SiteSet before = registered.tracer().selectedAcquire();
            SiteSet after = selection.apply(before);
            registrations.select(registered, after);
            accepted.run();
            if (!before.minus(after).isEmpty()) {
                awaitUnused();
            }
            return true;
        });
    }

    void requireOpen(Registered registered) {
        if (!registrations.contains(registered)) {
            throw new FtraceException(Errno.ENODEV, "the registration of " + registered.tracer() + " is closed");
        }
    }

    @Override
    public void unregister(FtraceOps ops) {
        lock.run(() -> {
            Registered registered = registrations.find(ops);
            if (registered == null) {
                throw new FtraceException(Errno.EBUSY, ops.name() + " is not registered");
            }
            remove(registered);
        });
    }

    void unregister(Registered registered) {
        lock.run(() -> {
            if (registrations.contains(registered)) {
                remove(registered);
            }
        });
    }

    /**
     * Ends a tracer; never refuses. Waits even if no code was changed, since a list walker may be about to call it. What
     * stops the patching is a closed machine, which executes nothing, or a bug, which is reported and has silenced all.
     */
    private void remove(Registered registered) {
        Tracer last = null;
        try {
            last = registrations.remove(registered, isIntact());
        } catch (MachineClosedException | FtraceException reported) {
            LOG.debug("call sites stay as they are", reported);
            last = registered.manager() == null ? registered.tracer() : null;
        }
        awaitUnused();
        if (last != null) {
            registrations.free(last);
        }
    }

    @Override
    public void setEnabled(boolean enable) {
        lock.run(() -> {
            requireAlive();
            if (enable == enabled) {
                return;
            }
            if (!enable) {
                registrations.requireNonePermanent();
            }
            changes.switchTo(enable);
            enabled = enable;
            if (!enable) {
                awaitUnused();
            }
        });
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    /** Runs a change with the lock held, on a core that is alive; again if the owner of a direct call was busy. */
    <T> T retrying(Supplier<T> change) {
        for (int tries = 1; ; tries++) {
            try {
                return lock.get(() -> {
                    requireAlive();
                    return change.get();
                });
            } catch (PeerBusyException busy) {
                if (tries == MOST_TRIES) {
                    throw busy;
                }
                Thread.onSpinWait();
            }
        }
    }

    /** For the modules: runs with the lock held, on a core that is alive. */
    void locked(Runnable change) {
        lock.run(() -> {
            requireAlive();
            change.run();
        });
    }

    void awaitUnused() {
        machine.awaitQuiescence(arch.trampolines().ranges());
        grace.await();
    }

    boolean isIntact() {
        return killSwitch.bug().isEmpty() && !machine.isClosed();
    }

    private void requireAlive() {
        if (closed || machine.isClosed()) {
            throw new FtraceException(Errno.ENODEV, (closed ? "this ftrace" : "the machine") + " is closed");
        }
        killSwitch.requireAlive();
    }

    @Override
    public Modules modules() {
        return modules;
    }

    @Override
    public DirectCalls directCalls() {
        return directCalls;
    }

    @Override
    public Graphs graphs() {
        return graphs;
    }

    @Override
    public ReturnHooks returns() {
        return returns;
    }

    @Override
    public ReaderSection readers() {
        return grace;
    }

    @Override
    public ReaderSection newReaders() {
        return grace.sibling();
    }

    @Override
    public void synchronize() {
        grace.runWaiting(grace::await);
    }

    @Override
    public long[] select(Filter filter) {
        return ips(() -> resolver.resolve(filter));
    }

    @Override
    public long[] lookupSymbols(List<String> functions) {
        return resolver.lookup(functions);
    }

    long[] ips(Supplier<SiteSet> sites) {
        return records.ips(sites);
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
    public StackTrace stackTrace() {
        return stacks.inCallback(currentCpu());
    }

    @Override
    public StackTrace stackTrace(GuestCpu cpu) {
        return stacks.of(cpu);
    }

    @Override
    public int stackTrace(long[] addresses) {
        return stacks.walk(currentCpu(), addresses);
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
            registrations.all().forEach(this::remove);
            if (!freed && !grace.isInside() && killSwitch.bug().isEmpty()) {
                freed = true;
                handles.free();
            }
        });
    }
}
