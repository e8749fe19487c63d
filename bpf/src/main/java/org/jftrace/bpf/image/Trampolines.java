package org.jftrace.bpf.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.bpf.context.LinkSites;
import org.jftrace.direct.DirectTargets;
import org.jftrace.spi.Machine;
import org.jftrace.spi.MachineClosedException;
import org.jftrace.spi.arch.ReaderSection;
import org.jftrace.spi.arch.image.FunctionModel;
import org.jftrace.spi.arch.image.ImageFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes which programs call sites run. A change makes the images first, then sends all call sites there at once, then drops the
 * images from before: what can fail fails while nothing has been changed, and at every moment a call site leads to a set of
 * programs that was asked for.
 */
public final class Trampolines {
    private static final Logger LOG = LoggerFactory.getLogger(Trampolines.class);

    private final CallSites callSites;
    private final ImageStore store;
    private final TrampolineLock lock;
    private final ReaderSection sleepers;
    private final Map<Long, Trampoline> byIp = new HashMap<>();
    /** Where a gate was attached; without those that it could not be taken off. */
    private final Map<LinkGate, List<Trampoline>> byGate = new HashMap<>();

    /**
     * Makes the trampolines of a machine; there are none yet.
     *
     * @param machine gives memory and gates
     * @param factory generates code
     * @param sites sends functions there
     * @param readers the section of programs
     * @param sleepers the section of programs that may sleep
     */
    public Trampolines(
            Machine machine, ImageFactory factory, CallSites sites, ReaderSection readers, ReaderSection sleepers) {
        this.callSites = sites;
        this.store = new ImageStore(machine, factory);
        this.lock = new TrampolineLock(List.of(readers, sleepers));
        this.sleepers = sleepers;
    }

    /**
     * Adds a program to call sites, all or none.
     *
     * @param gate of the program
     * @param sites of the functions, with their shapes
     * @throws FtraceException {@link Errno#EINVAL} if a function was described differently before, {@link Errno#E2BIG} if it
     *     has too many programs, and as {@link CallSites#apply} refuses
     */
    public void attach(LinkGate gate, LinkSites sites) {
        locked(() -> {
            List<Trampoline> at = trampolines(sites);
            try {
                requireModels(at, sites);
                change(at, trampoline -> trampoline.with(gate));
            } finally {
                forgetUnused(at);
            }
            byGate.put(gate, at);
        });
    }

    private List<Trampoline> trampolines(LinkSites sites) {
        List<Trampoline> at = new ArrayList<>(sites.size());
        for (int i = 0; i < sites.size(); i++) {
            FunctionModel model = sites.model(i);
            at.add(byIp.computeIfAbsent(sites.ip(i), ip -> new Trampoline(ip, model)));
        }
        return at;
    }

    private static void requireModels(List<Trampoline> at, LinkSites sites) {
        for (int i = 0; i < at.size(); i++) {
            FunctionModel known = at.get(i).model();
            if (!known.equals(sites.model(i))) {
                throw new FtraceException(
                        Errno.EINVAL,
                        "the function at 0x" + Long.toHexString(sites.ip(i)) + " was described as " + known
                                + ", now as " + sites.model(i));
            }
        }
    }

    private void forgetUnused(List<Trampoline> at) {
        for (Trampoline trampoline : at) {
            if (trampoline.image == null) {
                byIp.remove(trampoline.ip());
            }
        }
    }

    /**
     * Takes a program off all its call sites, and waits until it is done. Only a lock can refuse it; if images cannot be made
     * or call sites not be patched, the gate is silent and stays where it is.
     *
     * @param gate of the program
     * @throws FtraceException {@link Errno#EAGAIN} if a program would have to wait for a lock
     */
    public void detach(LinkGate gate) {
        locked(() -> {
            List<Trampoline> at = byGate.getOrDefault(gate, List.of());
            try {
                change(at, trampoline -> trampoline.without(gate));
                forgetUnused(at);
            } catch (FtraceException refused) {
                if (refused.errno() == Errno.EAGAIN) {
                    throw refused;
                }
                LOG.debug("call sites stay as they are, with a program that does nothing", refused);
            } catch (MachineClosedException gone) {
                LOG.debug("call sites stay as the machine left them", gone);
            }
            byGate.remove(gate);
            gate.publishRelease(null);
            gate.release();
            gate.awaitReaders();
        });
    }

    /**
     * Replaces what a gate runs, and waits until what it ran before is done. Images are made anew only if the other body has
     * another stub.
     *
     * @param gate of the program
     * @param body to be run from now on
     * @throws FtraceException {@link Errno#ENOENT} if the gate was detached
     */
    public void update(LinkGate gate, LinkGate.Body body) {
        locked(() -> {
            LinkGate.Body before = gate.body();
            if (before == null) {
                throw new FtraceException(Errno.ENOENT, "the link is closed");
            }
            gate.publishRelease(body);
            if (before.stub() != body.stub()) {
                try {
                    change(byGate.getOrDefault(gate, List.of()), Trampoline::gates);
                } catch (RuntimeException refused) {
                    gate.publishRelease(before);
                    throw refused;
                }
            }
            gate.awaitReaders();
        });
    }

    private void change(List<Trampoline> sites, Function<Trampoline, List<LinkGate>> next) {
        List<@Nullable LiveImage> images = new ArrayList<>(sites.size());
        try {
            make(sites, next, images);
            callSites.apply(sites, targets(sites, images));
        } catch (RuntimeException refused) {
            store.drop(images);
            throw refused;
        }
        for (int i = 0; i < sites.size(); i++) {
            Trampoline site = sites.get(i);
            LiveImage before = site.image;
            site.image = images.set(i, before);
        }
        store.drop(images);
    }

    /** Functions that were alike stay so: a thousand of them, one after the other, need one image, which is looked for once. */
    private void make(
            List<Trampoline> sites, Function<Trampoline, List<LinkGate>> next, List<@Nullable LiveImage> images) {
        for (int i = 0; i < sites.size(); i++) {
            Trampoline site = sites.get(i);
            images.add(
                    i > 0 && site.isLike(sites.get(i - 1))
                            ? store.useToo(images.get(i - 1))
                            : imageFor(site.model(), next.apply(site)));
        }
    }

    private @Nullable LiveImage imageFor(FunctionModel model, List<LinkGate> gates) {
        return gates.isEmpty()
                ? null
                : store.use(LiveImage.Key.of(model, gates, gates.stream().anyMatch(gate -> gate.runsIn(sleepers))));
    }

    private static DirectTargets targets(List<Trampoline> sites, List<@Nullable LiveImage> images) {
        DirectTargets.Builder targets = new DirectTargets.Builder(sites.size());
        for (int i = 0; i < sites.size(); i++) {
            LiveImage image = images.get(i);
            targets.add(sites.get(i).ip(), image == null ? DirectTargets.NOWHERE : image.address());
        }
        return targets.build();
    }

    /** Runs a change, and afterwards frees what can be freed; a program leaves that to whoever comes after it. */
    private void locked(Runnable change) {
        lock.run(() -> {
            try {
                change.run();
            } finally {
                reapIfOutside();
            }
        });
    }

    private void reapIfOutside() {
        if (!lock.isInside()) {
            try {
                store.reap();
            } catch (MachineClosedException gone) {
                LOG.debug("images stay where the machine left them", gone);
            }
        }
    }

    /**
     * Frees the images that the last task has left since.
     *
     * @return how many images there are now, with those that call sites lead to
     */
    public int reap() {
        locked(() -> {});
        return store.size();
    }
}
