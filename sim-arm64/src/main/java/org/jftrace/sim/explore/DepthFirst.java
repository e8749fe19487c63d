package org.jftrace.sim.explore;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Chooses what was not chosen before, the last choice first. A shard of several has, of the ways to make the first choices, those
 * whose number is its own.
 */
final class DepthFirst implements Conductor.Chooser {
    private static final int DEALT = 8;

    private final LongSet states;
    private final int shard;
    private final int shards;
    private int[] chosen = new int[256];
    private int[] options = new int[256];
    private int depth;
    private int at;

    DepthFirst(LongSet states, int shard, int shards) {
        this.states = states;
        this.shard = shard;
        this.shards = shards;
    }

    @Override
    public int choose(int of, LongSupplier hash) {
        if (at < depth) {
            if (options[at] != of) {
                throw new IllegalStateException("choice " + at + " was one of " + options[at] + " and is now one of "
                        + of + ": the scenario is not the same each time");
            }
            return chosen[at++];
        }
        if (!states.add(hash.getAsLong()) || (at == DEALT && !isMine())) {
            return -1;
        }
        if (depth == chosen.length) {
            chosen = Arrays.copyOf(chosen, 2 * depth);
            options = Arrays.copyOf(options, 2 * depth);
        }
        options[depth] = of;
        chosen[depth] = 0;
        depth++;
        at++;
        return 0;
    }

    private boolean isMine() {
        int dealt = 0;
        for (int i = 0; i < DEALT; i++) {
            dealt = dealt * 31 + chosen[i];
        }
        return shards == 1 || Math.floorMod((dealt * 0x9e37_79b9) >>> 8, shards) == shard;
    }

    /** Goes back to the last choice that has not been made in all ways; false if there is none. */
    boolean next() {
        at = 0;
        while (depth > 0 && chosen[depth - 1] == options[depth - 1] - 1) {
            depth--;
        }
        if (depth == 0) {
            return false;
        }
        chosen[depth - 1]++;
        return true;
    }

    /** What has been chosen in the schedule that was run. */
    int[] schedule() {
        return Arrays.copyOf(chosen, depth);
    }
}
