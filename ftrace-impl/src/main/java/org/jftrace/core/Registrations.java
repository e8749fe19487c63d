package org.jftrace.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.OpsFlag;
import org.jftrace.core.Registered.Manager;
import org.jftrace.core.dispatch.DirectTrampolines;
import org.jftrace.core.dispatch.Dispatcher;
import org.jftrace.core.dispatch.Subordinates;
import org.jftrace.core.dispatch.Tracer;
import org.jftrace.core.dispatch.TracerList;
import org.jftrace.core.hash.SiteSet;
import org.jftrace.core.record.RecordTable;
import org.jftrace.core.update.HandleTable;
import org.jftrace.core.update.KillSwitch;
import org.jftrace.core.update.SiteChanges;
import org.jftrace.direct.DirectTargets;
import org.jftrace.direct.IpModifyPeer;
import org.jftrace.spi.arch.ReaderSection;
import org.jspecify.annotations.Nullable;

/**
 * Who is registered, on its own or behind a manager. Comes and goes under the core's lock; whoever takes something away
 * waits afterwards until nobody uses it, and then frees it.
 */
final class Registrations {
    private final List<Registered> all = new ArrayList<>();
    private final Map<FtraceOps, Manager> managers = new HashMap<>();
    private final RecordTable records;
    private final TracerList tracers;
    private final HandleTable handles;
    private final SiteChanges changes;
    private final KillSwitch killSwitch;
    private final ReaderSection readers;
    private final IpModifySharing sharing;
    private final DirectTrampolines directTrampolines;

    Registrations(
            RecordTable records,
            TracerList tracers,
            HandleTable handles,
            SiteChanges changes,
            KillSwitch killSwitch,
            ReaderSection readers) {
        this.records = records;
        this.tracers = tracers;
        this.handles = handles;
        this.changes = changes;
        this.killSwitch = killSwitch;
        this.readers = readers;
        this.sharing = new IpModifySharing(records);
        this.directTrampolines = new DirectTrampolines(tracers);
    }

    static void requirePossible(FtraceOps ops) {
        if (ops.flags().contains(OpsFlag.SAVE_REGS) && !ops.flags().contains(OpsFlag.SAVE_REGS_IF_SUPPORTED)) {
            throw new FtraceException(
                    Errno.EINVAL, ops.name() + " wants SAVE_REGS, but only x0 to x8, fp, lr, sp and pc are saved");
        }
    }

    List<Registered> all() {
        return List.copyOf(all);
    }

    /** Where direct calls go. */
    DirectTrampolines directTrampolines() {
        return directTrampolines;
    }

    /** The tracers that sites lead to: a manager stands there for its subordinates. */
    List<Tracer> inList() {
        return tracers.snapshot();
    }

    boolean contains(Registered registered) {
        return all.contains(registered);
    }

    /** Finds the registration of an ops; managers are nobody's registration. */
    @Nullable
    Registered find(FtraceOps ops) {
        return all.stream()
                .filter(registered -> registered.tracer().ops() == ops)
                .findFirst()
                .orElse(null);
    }

    private void requireNew(FtraceOps ops) {
        if (find(ops) != null || managers.containsKey(ops)) {
            throw new FtraceException(Errno.EBUSY, ops.name() + " is registered already");
        }
    }

    /** Registers a tracer of its own. What it selects is asked for once the ops is known not to be registered. */
    Registered add(FtraceOps ops, Supplier<SiteSet> selected) {
        requireNew(ops);
        Registered registered = new Registered(new Tracer(ops), null);
        enlist(registered.tracer(), selected.get());
        all.add(registered);
        return registered;
    }

    /** Registers a tracer behind a manager, which comes with the first. */
    Registered addSub(FtraceOps managerOps, FtraceOps ops, Supplier<SiteSet> selected) {
        requireNew(ops);
        if (managerOps == ops) {
            throw new FtraceException(Errno.EINVAL, ops.name() + " cannot manage itself");
        }
        if (find(managerOps) != null) {
            throw new FtraceException(Errno.EBUSY, managerOps.name() + " is registered on its own, it cannot manage");
        }
        SiteSet sites = selected.get();
        Manager manager = managers.get(managerOps);
        boolean first = manager == null;
        if (manager == null) {
            Subordinates subordinates = new Subordinates(records);
            manager = new Manager(Tracer.managing(managerOps, subordinates), subordinates);
            enlist(manager.tracer(), SiteSet.EMPTY);
            managers.put(managerOps, manager);
        }
        Registered registered = new Registered(new Tracer(ops), manager);
        TracerList list = manager.subordinates().list();
        try {
            list.addLastRelease(registered.tracer());
            select(registered, sites);
        } catch (RuntimeException refused) {
            list.removeRelease(registered.tracer());
            if (first) {
                dismiss(manager);
                free(manager.tracer());
            }
            throw refused;
        }
        all.add(registered);
        return registered;
    }

    /** Registers a direct call. */
    Registered addDirect(Tracer tracer, SiteSet sites, DirectTargets targets, IpModifyPeer peer) {
        Registered registered = new Registered(tracer, null);
        sharing.own(tracer, peer);
        try {
            directTrampolines.change(() -> enlist(tracer, sites, targets));
        } catch (RuntimeException refused) {
            sharing.disown(tracer);
            throw refused;
        }
        all.add(registered);
        return registered;
    }

    private void enlist(Tracer tracer, SiteSet sites) {
        enlist(tracer, sites, DirectTargets.NONE);
    }

    private void enlist(Tracer tracer, SiteSet sites, DirectTargets targets) {
        handles.add(tracer, Dispatcher.of(tracer, readers));
        try {
            shared(
                    tracer,
                    sites,
                    () -> changes.change(tracer, SiteSet.EMPTY, sites, targets, () -> {
                        send(tracer, targets);
                        tracer.publishSelectedRelease(sites);
                        tracers.addFirstRelease(tracer);
                    }));
        } catch (RuntimeException refused) {
            tracers.removeRelease(tracer);
            free(tracer);
            throw refused;
        }
    }

    /** Makes a change that gives sites to a tracer, if the owners of direct calls there agree. */
    private void shared(Tracer tracer, SiteSet come, Runnable change) {
        sharing.begin(tracer, come);
        try {
            change.run();
        } catch (RuntimeException refused) {
            sharing.end(tracer, come);
            throw refused;
        }
    }

    /** The table goes before what leads to it, and a handle asks the table unless all its sites are sent to one place. */
    private void send(Tracer tracer, DirectTargets targets) {
        if (tracer.isDirect()) {
            tracer.publishTargetsRelease(targets);
            handles.sendAll(tracer, targets.common().orElse(DirectTargets.NOWHERE));
        }
    }

    /** Changes what a direct call selects and where it sends it. If it throws, all is as it was. */
    void redirect(Registered registered, SiteSet after, DirectTargets targets) {
        directTrampolines.change(() -> redirect(registered.tracer(), after, targets));
    }

    private void redirect(Tracer tracer, SiteSet after, DirectTargets targets) {
        SiteSet before = tracer.selectedAcquire();
        DirectTargets old = tracer.targetsAcquire();
        try {
            shared(
                    tracer,
                    after.minus(before),
                    () -> changes.change(tracer, before, after, targets, () -> {
                        send(tracer, targets);
                        tracer.publishSelectedRelease(after);
                    }));
        } catch (RuntimeException refused) {
            send(tracer, old);
            tracer.publishSelectedRelease(before);
            throw refused;
        }
    }

    /** Changes what a registration selects. If it throws, it selects what it did. */
    void select(Registered registered, SiteSet after) {
        Tracer tracer = registered.tracer();
        SiteSet before = tracer.selectedAcquire();
        Manager manager = registered.manager();
        try {
            if (manager == null) {
                shared(
                        tracer,
                        after.minus(before),
                        () -> changes.change(tracer, before, after, () -> tracer.publishSelectedRelease(after)));
                sharing.end(tracer, before.minus(after));
            } else {
                SiteSet union = manager.subordinates().unionWithout(tracer).union(after);
                follow(manager, union, () -> tracer.publishSelectedRelease(after));
            }
        } catch (RuntimeException refused) {
            tracer.publishSelectedRelease(before);
            throw refused;
        }
    }

    /** Makes a manager select what its subordinates will. What they select is published once the plan is made. */
    private void follow(Manager manager, SiteSet union, Runnable publish) {
        Tracer tracer = manager.tracer();
        SiteSet before = tracer.selectedAcquire();
        try {
            shared(
                    tracer,
                    union.minus(before),
                    () -> changes.change(tracer, before, union, () -> {
                        publish.run();
                        tracer.publishSelectedRelease(union);
                    }));
            sharing.end(tracer, before.minus(union));
        } catch (RuntimeException refused) {
            tracer.publishSelectedRelease(before);
            throw refused;
        }
    }

    /**
     * Ends a registration.
     *
     * @return the tracer that has to be freed, once nobody uses it; null if there is none
     */
    @Nullable
    Tracer remove(Registered registered, boolean patch) {
        all.remove(registered);
        Manager manager = registered.manager();
        if (manager == null) {
            end(registered.tracer(), patch);
            return registered.tracer();
        }
        manager.subordinates().list().removeRelease(registered.tracer());
        if (manager.subordinates().list().snapshot().isEmpty()) {
            end(manager.tracer(), patch);
            dismiss(manager);
            return manager.tracer();
        }
        if (patch) {
            follow(manager, manager.subordinates().unionWithout(registered.tracer()), () -> {});
        }
        return null;
    }

    private void end(Tracer tracer, boolean patch) {
        if (tracer.isDirect()) {
            directTrampolines.change(() -> tracers.removeRelease(tracer));
        } else {
            tracers.removeRelease(tracer);
        }
        try {
            changes.end(tracer, patch);
            sharing.end(tracer, tracer.selectedAcquire());
        } finally {
            sharing.disown(tracer);
        }
    }

    private void dismiss(Manager manager) {
        tracers.removeRelease(manager.tracer());
        managers.remove(manager.tracer().ops());
    }

    /** Frees what a tracer had in the guest. After a bug nothing is freed: patched code may lead to it for ever. */
    void free(Tracer tracer) {
        if (killSwitch.bug().isEmpty()) {
            handles.remove(tracer);
        }
    }

    /** Takes sites that go with their module out of every selection, once they are out of the account. */
    void forget(SiteSet gone) {
        all.forEach(registered -> forget(registered.tracer(), gone));
        managers.values().forEach(manager -> forget(manager.tracer(), gone));
    }

    private static void forget(Tracer tracer, SiteSet gone) {
        tracer.publishSelectedRelease(tracer.selectedAcquire().minus(gone));
    }

    void requireNonePermanent() {
        for (Tracer tracer : inList()) {
            if (tracer.ops().flags().contains(OpsFlag.PERMANENT)) {
                throw new FtraceException(
                        Errno.EBUSY, tracer.ops().name() + " is PERMANENT: tracing cannot be switched off");
            }
        }
    }
}
