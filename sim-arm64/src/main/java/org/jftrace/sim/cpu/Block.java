package org.jftrace.sim.cpu;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Instructions that follow each other in memory up to one that ends a block; the unit of dispatch, and what a later
 * translation to bytecode would translate. Immutable: see {@link Step}.
 */
final class Block {
    /** Bounds how long a CPU goes without looking at anything else, and how far back a patched word reaches. */
    static final int MAX_WORDS = 64;

    final long start;
    /** Where it goes on unless a branch is taken. */
    final long end;

    final Step[] steps;
    /** Instructions, which is at least the number of steps. */
    final int count;

    private Block(long start, int count, List<Step> steps) {
        this.start = start;
        this.count = count;
        this.end = start + 4L * count;
        this.steps = steps.toArray(Step[]::new);
    }

    /** The number of instructions before a step. */
    int countBefore(int step) {
        int before = 0;
        for (int i = 0; i < step; i++) {
            before += steps[i].count();
        }
        return before;
    }

    /** Collects steps in the order of their addresses. */
    static final class Builder {
        private final long start;
        private final List<Step> steps = new ArrayList<>();
        private int count;
        private boolean ended;

        Builder(long start) {
            this.start = start;
        }

        void add(Step step) {
            count += step.count();
            ended = step.endsBlock();
            int last = steps.size() - 1;
            @Nullable Step fused = last < 0 ? null : steps.get(last).fuse(step);
            if (fused == null) {
                steps.add(step);
            } else {
                steps.set(last, fused);
            }
        }

        boolean ended() {
            return ended;
        }

        Block build() {
            return new Block(start, count, steps);
        }
    }
}
