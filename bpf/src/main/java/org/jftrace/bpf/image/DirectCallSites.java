package org.jftrace.bpf.image;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jftrace.direct.DirectCalls;
import org.jftrace.direct.DirectRegistration;
import org.jftrace.direct.IpModifyPeer;

/**
 * Functions of the guest, sent to images by direct calls. Functions that come together share a registration for as long as one of
 * them is left in it, so that many are patched at once.
 */
public final class DirectCallSites implements CallSites {
    private final DirectCalls directCalls;
    private final IpModifyPeer peer;
    private final Map<Long, DirectRegistration> owners = new HashMap<>();

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

    @Override
    public void apply(Map<Long, Long> targets) {
        Map<DirectRegistration, Map<Long, Long>> changes = new LinkedHashMap<>();
        Map<Long, Long> come = new LinkedHashMap<>();
        targets.forEach((ip, target) -> {
            DirectRegistration owner = owners.get(ip);
            if (owner != null) {
                changes.computeIfAbsent(owner, any -> new LinkedHashMap<>()).put(ip, target);
            } else if (target != NOWHERE) {
                come.put(ip, target);
            }
        });
        Deque<Runnable> undo = new ArrayDeque<>();
        try {
            if (!come.isEmpty()) {
                register(come, undo);
            }
            changes.forEach((owner, change) -> modify(owner, change, undo));
        } catch (RuntimeException refused) {
            undo.forEach(step -> undone(step, refused));
            throw refused;
        }
        targets.forEach((ip, target) -> {
            if (target == NOWHERE) {
                owners.remove(ip);
            }
        });
    }

    private void register(Map<Long, Long> come, Deque<Runnable> undo) {
        DirectRegistration added = directCalls.register("bpf_trampoline", come, peer);
        come.keySet().forEach(ip -> owners.put(ip, added));
        undo.push(() -> {
            come.keySet().forEach(owners::remove);
            added.close();
        });
    }

    private void modify(DirectRegistration owner, Map<Long, Long> change, Deque<Runnable> undo) {
        Map<Long, Long> before = owner.targets();
        boolean ends = before.entrySet().stream()
                .allMatch(now -> change.getOrDefault(now.getKey(), now.getValue()) == NOWHERE);
        if (ends) {
            owner.close();
            undo.push(() -> register(before, new ArrayDeque<>()));
        } else {
            owner.modify(change);
            Map<Long, Long> back = new LinkedHashMap<>();
            change.keySet().forEach(ip -> back.put(ip, before.getOrDefault(ip, NOWHERE)));
            undo.push(() -> owner.modify(back));
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
