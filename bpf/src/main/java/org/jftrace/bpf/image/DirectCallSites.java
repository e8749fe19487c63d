package org.jftrace.bpf.image;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jftrace.direct.DirectCalls;
import org.jftrace.direct.DirectRegistration;
import org.jftrace.direct.DirectTargets;
import org.jftrace.direct.IpModifyPeer;
import org.jspecify.annotations.Nullable;

/**
 * Functions of the guest, sent to images by direct calls. Functions that come together share a registration for as long as one of
 * them is left in it, so that many are patched at once.
 */
public final class DirectCallSites implements CallSites {
    private final DirectCalls directCalls;
    private final IpModifyPeer peer;

    /**
     * Makes the call sites of a machine; none is sent anywhere.
     *
     * @param directCalls of its ftrace
     * @param peer is asked to share functions
     */
    public DirectCallSites(DirectCalls directCalls, IpModifyPeer peer) {
        this.directCalls = directCalls;
        this.peer = peer;
    }

    /** Those of the call sites that one registration has, or none yet. */
    private record Part(@Nullable DirectRegistration owner, List<Trampoline> sites, DirectTargets targets) {}

    @Override
    public void apply(List<Trampoline> sites, DirectTargets targets) {
        Deque<Runnable> undo = new ArrayDeque<>();
        try {
            for (Part part : parts(sites, targets)) {
                if (part.owner == null) {
                    register(part, undo);
                } else {
                    modify(part, part.owner, undo);
                }
            }
        } catch (RuntimeException refused) {
            undo.forEach(step -> undone(step, refused));
            throw refused;
        }
        for (int i = 0; i < sites.size(); i++) {
            if (targets.target(i) == DirectTargets.NOWHERE) {
                sites.get(i).registration = null;
            }
        }
    }

    /** Those that nothing sends anywhere yet come first. */
    private static List<Part> parts(List<Trampoline> sites, DirectTargets targets) {
        DirectRegistration first = sites.get(0).registration;
        if (sites.stream().allMatch(site -> site.registration == first)) {
            return List.of(new Part(first, sites, targets));
        }
        List<Trampoline> come = new ArrayList<>();
        Map<DirectRegistration, List<Trampoline>> known = new LinkedHashMap<>();
        for (Trampoline site : sites) {
            DirectRegistration owner = site.registration;
            (owner == null ? come : known.computeIfAbsent(owner, any -> new ArrayList<>())).add(site);
        }
        List<Part> parts = new ArrayList<>();
        if (!come.isEmpty()) {
            parts.add(new Part(null, come, part(come, targets)));
        }
        known.forEach((owner, some) -> parts.add(new Part(owner, some, part(some, targets))));
        return parts;
    }

    private static DirectTargets part(List<Trampoline> some, DirectTargets targets) {
        DirectTargets.Builder part = new DirectTargets.Builder(some.size());
        some.forEach(site -> part.add(site.ip(), targets.at(site.ip())));
        return part.build();
    }

    private void register(Part part, Deque<Runnable> undo) {
        DirectRegistration added = directCalls.register("bpf_trampoline", part.targets, peer);
        own(part, added);
        undo.push(() -> {
            own(part, null);
            added.close();
        });
    }

    private static void own(Part part, @Nullable DirectRegistration owner) {
        part.sites.forEach(site -> site.registration = owner);
    }

    private void modify(Part part, DirectRegistration owner, Deque<Runnable> undo) {
        DirectTargets before = owner.targets();
        if (before.with(part.targets).size() == 0) {
            owner.close();
            undo.push(() -> register(new Part(null, part.sites, before), new ArrayDeque<>()));
        } else {
            owner.modify(part.targets);
            undo.push(() -> owner.modify(part.targets.as(before)));
        }
    }

    private static void undone(Runnable step, RuntimeException failure) {
        try {
            step.run();
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }
}
