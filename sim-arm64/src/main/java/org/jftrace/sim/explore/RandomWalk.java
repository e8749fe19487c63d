package org.jftrace.sim.explore;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** Chooses by chance; seldom changes its ways, since what happens in a row is what goes wrong. */
final class RandomWalk implements Conductor.Chooser {
    private final LongSet states;
    private final LongSet schedules;
    private final SplittableRandom random;
    private int[] chosen = new int[256];
    private int depth;
    private long hashed;
    private int boldness;

    RandomWalk(LongSet states, LongSet schedules, long seed) {
        this.states = states;
        this.schedules = schedules;
        this.random = new SplittableRandom(seed);
    }

    /** Begins a schedule. */
    void begin() {
        depth = 0;
        hashed = 0;
        boldness = 1 + random.nextInt(4);
    }

    /** Ends a schedule, and tells whether it is one that was not run before. */
    boolean end() {
        return schedules.add(hashed);
    }

    @Override
    public int choose(int of, LongSupplier hash) {
        states.add(hash.getAsLong());
        int choice = random.nextInt(boldness) == 0 ? random.nextInt(of) : of - 1;
        if (depth == chosen.length) {
            chosen = Arrays.copyOf(chosen, 2 * depth);
        }
        chosen[depth++] = choice;
        hashed = (hashed + choice + 1) * 0x9e37_79b9_7f4a_7c15L;
        hashed ^= hashed >>> 29;
        return choice;
    }

    /** What has been chosen in this schedule. */
    int[] schedule() {
        return Arrays.copyOf(chosen, depth);
    }
}
