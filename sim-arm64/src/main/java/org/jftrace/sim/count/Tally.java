package org.jftrace.sim.count;

import java.util.Set;

/** Collects {@link Counts}. Not safe for use by several threads. */
public final class Tally {
    private long instructions;
    private long loads;
    private long stores;
    private long branches;
    private long taken;
    private long indirect;
    private long hostCalls;
    private long stack;

    /** Makes an empty one. */
    public Tally() {}

    void hostCall() {
        hostCalls++;
    }

    void instruction(Set<Effect> effects, boolean jumped, long below) {
        instructions++;
        loads += effects.contains(Effect.LOAD) ? 1 : 0;
        stores += effects.contains(Effect.STORE) ? 1 : 0;
        indirect += effects.contains(Effect.INDIRECT) ? 1 : 0;
        if (effects.contains(Effect.BRANCH)) {
            branches++;
            taken += jumped ? 1 : 0;
        }
        stack = Math.max(stack, below);
    }

    /**
     * Returns what has been collected.
     *
     * @return so far
     */
    public Counts counts() {
        return new Counts(instructions, loads, stores, branches, taken, indirect, hostCalls, stack);
    }
}
