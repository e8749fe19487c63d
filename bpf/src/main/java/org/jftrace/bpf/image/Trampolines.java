package org.jftrace.bpf.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
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

    private final CallSites sites;
    private final ImageStore images;
    private final TrampolineLock lock;
    private final ReaderSection sleepers;
    private final Map<Long, Trampoline> byIp = new HashMap<>();
    /** Where a gate was attached; without those that it could not be taken off. */
    private final Map<LinkGate, Set<Trampoline>> byGate = new HashMap<>();

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
        this.sites = sites;
        this.images = new ImageStore(machine, factory);
        this.lock = new TrampolineLock(List.of(readers, sleepers));
        this.sleepers = sleepers;
    }

    /**
     * Adds a program to call sites, all or none.
     *
     * @param gate of the program
     * @param models for each call site the shape of its function
     * @throws FtraceException {@link Errno#EINVAL} if a function was described differently before, {@link Errno#E2BIG} if it
     *     has too many programs, and as {@link CallSites#apply} refuses
     */
    public void attach(LinkGate gate, Map<Long, FunctionModel> models) {
        locked(() -> {
            Map<Trampoline, List<LinkGate>> next = new LinkedHashMap<>();
            models.forEach((ip, model) -> {
                Trampoline trampoline = byIp.getOrDefault(ip, new Trampoline(ip, model));
                requireModel(trampoline, model);
                next.put(trampoline, trampoline.with(gate));
            });
            change(next);
            byGate.put(gate, Set.copyOf(next.keySet()));
        });
    }

    private static void requireModel(Trampoline trampoline, FunctionModel model) {
        if (!trampoline.model().equals(model)) {
            throw new FtraceException(
                    Errno.EINVAL,
                    "the function at 0x" + Long.toHexString(trampoline.ip()) + " was described as " + trampoline.model()
                            + ", now as " + model);
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
            try {
                change(having(gate, trampoline -> trampoline.without(gate)));
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
                    change(having(gate, Trampoline::gates));
                } catch (RuntimeException refused) {
                    gate.publishRelease(before);
                    throw refused;
                }
            }
            gate.awaitReaders();
        });
    }

    private Map<Trampoline, List<LinkGate>> having(LinkGate gate, Function<Trampoline, List<LinkGate>> next) {
        Map<Trampoline, List<LinkGate>> having = new LinkedHashMap<>();
        byGate.getOrDefault(gate, Set.of()).forEach(trampoline -> having.put(trampoline, next.apply(trampoline)));
        return having;
    }

    private void change(Map<Trampoline, List<LinkGate>> next) {
        Map<Trampoline, @Nullable LiveImage> made = new LinkedHashMap<>();
        try {
            next.forEach((trampoline, gates) -> made.put(trampoline, imageFor(trampoline, gates)));
            Map<Long, Long> targets = new LinkedHashMap<>();
            made.forEach((trampoline, image) ->
                    targets.put(trampoline.ip(), image == null ? CallSites.NOWHERE : image.address()));
            sites.apply(targets);
        } catch (RuntimeException refused) {
            images.drop(present(made));
            throw refused;
        }
        Map<Trampoline, @Nullable LiveImage> before = new LinkedHashMap<>();
        made.forEach((trampoline, image) -> {
            before.put(trampoline, trampoline.image());
            trampoline.become(next.getOrDefault(trampoline, List.of()), image);
            if (image == null) {
                byIp.remove(trampoline.ip());
            } else {
                byIp.put(trampoline.ip(), trampoline);
            }
        });
        images.drop(present(before));
    }

    private @Nullable LiveImage imageFor(Trampoline trampoline, List<LinkGate> gates) {
        return gates.isEmpty()
                ? null
                : images.use(LiveImage.Key.of(
                        trampoline.model(), gates, gates.stream().anyMatch(gate -> gate.runsIn(sleepers))));
    }

    private static List<LiveImage> present(Map<Trampoline, @Nullable LiveImage> images) {
        List<LiveImage> present = new ArrayList<>();
        for (LiveImage image : images.values()) {
            if (image != null) {
                present.add(image);
            }
        }
        return present;
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
                images.reap();
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
        return images.size();
    }
}
