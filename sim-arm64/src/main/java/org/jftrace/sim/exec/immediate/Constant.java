package org.jftrace.sim.exec.immediate;

import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Step;
import org.jspecify.annotations.Nullable;

/** MOVZ, MOVN, ADR, ADRP: a result known when the word is decoded. Takes in the MOVKs and the ADD that complete it. */
final class Constant extends Step {
    private final int d;
    private final long value;
    private final int count;

    Constant(int d, long value, int count) {
        this.d = d;
        this.value = value;
        this.count = count;
    }

    @Override
    public void execute(Cpu cpu) {
        cpu.write(d, value);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public @Nullable Step fuse(Step next) {
        if (next instanceof MoveKeep keep && keep.changes(d)) {
            return new Constant(d, keep.apply(value), count + 1);
        }
        if (next instanceof AddImmediate add && add.changes(d)) {
            return new Constant(d, add.apply(value), count + 1);
        }
        return null;
    }
}
