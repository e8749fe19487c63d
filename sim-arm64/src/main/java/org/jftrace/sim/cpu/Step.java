package org.jftrace.sim.cpu;

import org.jspecify.annotations.Nullable;

/**
 * A decoded instruction, or several that were fused. Immutable, with final fields only: CPUs find steps through a data
 * race, and final fields are what the Java memory model shows whole even then (JLS 17.5).
 *
 * <p>An abstract class and not an interface, because the run loop's call is then a vtable call, the cheapest call of many
 * receivers that HotSpot knows.
 */
public abstract class Step {
    /** For subclasses. */
    protected Step() {}

    /**
     * Executes the instruction. The CPU's pc is not that of this instruction but of the block's end: a branch that is
     * taken replaces it, everything else leaves it alone. Whoever throws must not have changed anything before.
     *
     * @param cpu the CPU, by its running thread
     */
    public abstract void execute(Cpu cpu);

    /**
     * Tells whether the next instruction must be looked up anew: after branches, exceptions and whatever synchronises.
     *
     * @return false for what always goes on with the next word
     */
    public boolean endsBlock() {
        return false;
    }

    /**
     * Tells how many instructions this is.
     *
     * @return 1 unless fused
     */
    public int count() {
        return 1;
    }

    /**
     * Makes one step of this instruction and the one after it. Only for pairs of which the second cannot throw.
     *
     * @param next what follows in memory
     * @return a step that does the same as both, or null if there is none that would be faster
     */
    public @Nullable Step fuse(Step next) {
        return null;
    }
}
