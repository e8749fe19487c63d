package org.jftrace.sim.exec.operand;

import org.jftrace.sim.cpu.Step;

/** Reads one register and writes one. */
public abstract class UnaryStep extends Step {
    /** The slot of the result. */
    protected final int d;
    /** The slot of the operand. */
    protected final int n;
    /** Cuts the result. */
    protected final long mask;

    /**
     * Makes a step.
     *
     * @param d the slot of the result
     * @param n the slot of the operand
     * @param mask cuts the result
     */
    protected UnaryStep(int d, int n, long mask) {
        this.d = d;
        this.n = n;
        this.mask = mask;
    }
}
