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

    @Override
    public void apply(List<Move> moves) {
        List<Move> come = new ArrayList<>();
        Map<DirectRegistration, List<Move>> changes = new LinkedHashMap<>();
        for (Move move : moves) {
            DirectRegistration owner = move.trampoline().registration;
            if (owner != null) {
                changes.computeIfAbsent(owner, any -> new ArrayList<>()).add(move);
            } else if (move.target() != NOWHERE) {
                come.add(move);
            }
        }
        Deque<Runnable> undo = new ArrayDeque<>();
        try {
            if (!come.isEmpty()) {
                register(come, targets(come), undo);
            }
            changes.forEach((owner, some) -> modify(owner, some, undo));
        } catch (RuntimeException refused) {
            undo.forEach(step -> undone(step, refused));
            throw refused;
        }
        moves.stream().filter(move -> move.target() == NOWHERE).forEach(move -> own(move, null));
    }

    private static DirectTargets targets(List<Move> moves) {
        DirectTargets.Builder targets = new DirectTargets.Builder(moves.size());
        moves.forEach(move -> targets.add(move.trampoline().ip(), move.target()));
        return targets.build();
    }

    private void register(List<Move> moves, DirectTargets targets, Deque<Runnable> undo) {
        DirectRegistration added = directCalls.register("bpf_trampoline", targets, peer);
        moves.forEach(move -> own(move, added));
        undo.push(() -> {
            moves.forEach(move -> own(move, null));
            added.close();
        });
    }

    private static void own(Move move, @Nullable DirectRegistration owner) {
        move.trampoline().registration = owner;
    }

    private void modify(DirectRegistration owner, List<Move> moves, Deque<Runnable> undo) {
        DirectTargets before = owner.targets();
        DirectTargets change = targets(moves);
        if (before.with(change).size() == 0) {
            owner.close();
            undo.push(() -> register(moves, before, new ArrayDeque<>()));
        } else {
            owner.modify(change);
            undo.push(() -> owner.modify(change.as(before)));
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
