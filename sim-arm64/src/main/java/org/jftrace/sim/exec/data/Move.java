package org.jftrace.sim.exec.data;

import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.exec.operand.UnaryStep;

/** MOV (register). */
final class Move extends UnaryStep {
    Move(int d, int n, long mask) {
        super(d, n, mask);
    }

    @Override
    public void execute(Cpu cpu) {
        cpu.write(d, cpu.read(n) & mask);
    }
}
