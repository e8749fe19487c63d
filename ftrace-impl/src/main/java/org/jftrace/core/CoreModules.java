package org.jftrace.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.Modules;
import org.jftrace.core.hash.SiteSet;
import org.jftrace.core.record.DynRecord;
import org.jftrace.core.record.RecordGroup;
import org.jftrace.core.record.RecordTable;
import org.jftrace.core.record.SiteScan;
import org.jftrace.core.update.CodeUpdater;
import org.jftrace.core.update.HandleTable;
import org.jftrace.core.update.Handles;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.arch.ArchPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The modules of a machine, and the order of steps in which their call sites come and go. */
final class CoreModules implements Modules {
    private static final Logger LOG = LoggerFactory.getLogger(CoreModules.class);

    private final FtraceCore core;
    private final ArchPort arch;
    private final RecordTable records;
    private final HandleTable handles;
    private final CodeUpdater updater;
    private final Registrations registrations;
    private final CoreStacks stacks;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    CoreModules(
            FtraceCore core,
            ArchPort arch,
            RecordTable records,
            HandleTable handles,
            CodeUpdater updater,
            Registrations registrations,
            CoreStacks stacks) {
        this.core = core;
        this.arch = arch;
        this.records = records;
        this.handles = handles;
        this.updater = updater;
        this.registrations = registrations;
        this.stacks = stacks;
    }

    @Override
    public void load(SymbolTable image) {
        String module = image.module();
        if (module.isEmpty()) {
            throw new FtraceException(Errno.EINVAL, "a module needs a name; without one an image is the main image");
        }
        core.locked(() -> {
            if (!records.groupsOf(module).isEmpty()) {
                throw new FtraceException(Errno.EEXIST, "module " + module + " is loaded already");
            }
            List<RecordGroup> groups = add(image);
            try {
                traceLate(groups);
            } catch (RuntimeException refused) {
                throw Handles.undone(refused, () -> {
                    stacks.remove(module);
                    takeBack(groups);
                });
            }
        });
        listeners.forEach(listener -> listener.coming(module));
    }

    /** Makes an image's sites ready and its records known, with no tracer on any. If it fails, none are known. */
    List<RecordGroup> add(SymbolTable image) {
        List<RecordGroup> added = new ArrayList<>();
        try {
            for (SiteScan scan :
                    SiteScan.of(image, arch.patcher(), arch.trampolines().entry())) {
                RecordGroup group = records.addRelease(scan);
                added.add(group);
                handles.prepare(group);
                updater.initialise(group, handles.nopOps());
            }
            stacks.add(image);
            return added;
        } catch (RuntimeException failure) {
            takeOut(added);
            throw failure;
        }
    }

    /** Some tracers may have got what they want of it; their sites become NOPs again. */
    private void takeBack(List<RecordGroup> groups) {
        try {
            if (core.isIntact()) {
                remove(groups);
            }
        } finally {
            takeOut(groups);
        }
    }

    private void takeOut(List<RecordGroup> groups) {
        groups.forEach(group -> registrations.forget(group.all()));
        records.removeRelease(groups);
        if (core.isIntact()) {
            core.awaitUnused(); // they could be looked up already
            groups.forEach(handles::release);
        }
    }

    /** Traces what registered filters select of a module that has come; those that remember it, or select everything. */
    private void traceLate(List<RecordGroup> groups) {
        for (Registered registered : registrations.all()) {
            SiteSet now = registered.tracer().selectedAcquire();
            SiteSet more = groups.stream().map(registered::selectLate).reduce(SiteSet.EMPTY, SiteSet::union);
            if (!more.isEmpty()) {
                traceLate(registered, now.union(more));
            }
        }
    }

    /** Who would be a function's second IPMODIFY tracer goes without the module; that is no reason to refuse it. */
    private void traceLate(Registered registered, SiteSet sites) {
        try {
            registrations.select(registered, sites);
        } catch (FtraceException refused) {
            if (refused.errno() != Errno.EBUSY) {
                throw refused;
            }
            LOG.warn("{} does not trace the module that came: {}", registered.tracer(), refused.getMessage());
        }
    }

    @Override
    public void freeInit(String module) {
        long[] ips = init(module).stream()
                .flatMap(RecordGroup::stream)
                .mapToLong(DynRecord::ip)
                .toArray();
        if (ips.length > 0) {
            listeners.forEach(listener -> listener.initGoing(module, ips.clone()));
        }
        core.locked(() -> remove(init(module)));
    }

    private List<RecordGroup> init(String module) {
        return loaded(module).stream().filter(RecordGroup::isInit).toList();
    }

    @Override
    public void unload(String module) {
        loaded(module);
        listeners.forEach(listener -> listener.going(module));
        core.locked(() -> {
            remove(loaded(module));
            stacks.remove(module);
        });
    }

    private List<RecordGroup> loaded(String module) {
        List<RecordGroup> groups = records.groupsOf(module);
        if (module.isEmpty() || groups.isEmpty()) {
            throw new FtraceException(Errno.ENOENT, "module \"" + module + "\" is not loaded");
        }
        return groups;
    }

    /**
     * Sites become NOPs again before they go: a task may still be on its way through one, and is waited for. So is, the
     * second time, who looked a record up before it went: its PLT and its slot may become somebody else's.
     */
    private void remove(List<RecordGroup> groups) {
        SiteSet gone = groups.stream().map(RecordGroup::all).reduce(SiteSet.EMPTY, SiteSet::union);
        for (Registered registered : registrations.all()) {
            registrations.select(
                    registered, registered.tracer().selectedAcquire().minus(gone));
        }
        core.awaitUnused();
        records.removeRelease(groups);
        core.awaitUnused(); // who found a record before that is done with it, and its slot can be another's
        groups.forEach(handles::release);
    }

    @Override
    public List<String> loaded() {
        return records.groups().stream()
                .map(RecordGroup::module)
                .filter(module -> !module.isEmpty())
                .distinct()
                .toList();
    }

    @Override
    public void addListener(Listener listener) {
        listeners.add(listener);
    }
}
