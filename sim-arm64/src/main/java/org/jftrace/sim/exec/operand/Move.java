package org.jftrace.sim.exec.operand;

import org.jftrace.sim.cpu.Cpu;

/** MOV (register). */
public final class Move extends UnaryStep {
    /**
     * Makes a step.
     *
     * @param d the slot of the result
     * @param n the slot of the operand
     * @param mask cuts the result
     */
    public Move(int d, int n, long mask) {
        super(d, n, mask);
    }

    @Override
    public void execute(Cpu cpu) {
        cpu.write(d, cpu.read(n) & mask);
    }
}
