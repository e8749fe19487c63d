package org.jftrace.sim.exec.operand;

/** Reads two registers and writes one. */
public abstract class BinaryStep extends UnaryStep {
    /** The slot of the second operand. */
    protected final int m;

    /**
     * Makes a step.
     *
     * @param d the slot of the result
     * @param n the slot of the first operand
     * @param o has the second operand and the mask
     */
    protected BinaryStep(int d, int n, Operands o) {
        super(d, n, o.mask());
        this.m = o.m();
    }

    /**
     * Makes a step of Rd, Rn and Rm.
     *
     * @param o where 31 is the zero register
     */
    protected BinaryStep(Operands o) {
        this(o.d(), o.n(), o);
    }
}
