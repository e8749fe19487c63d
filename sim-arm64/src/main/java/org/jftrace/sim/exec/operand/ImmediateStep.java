package org.jftrace.sim.exec.operand;

/** Reads one register and writes one; the second operand is a constant. */
public abstract class ImmediateStep extends UnaryStep {
    /** The second operand. */
    protected final long immediate;

    /**
     * Makes a step.
     *
     * @param d the slot of the result
     * @param n the slot of the first operand
     * @param mask cuts the result
     * @param immediate the second operand
     */
    protected ImmediateStep(int d, int n, long mask, long immediate) {
        super(d, n, mask);
        this.immediate = immediate;
    }
}
