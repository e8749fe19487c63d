package org.jftrace.sim.exec.immediate;

import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.exec.operand.ImmediateStep;

/** ADD and SUB (immediate), SUB adding the negative. */
final class AddImmediate extends ImmediateStep {
    AddImmediate(int d, int n, long mask, long immediate) {
        super(d, n, mask, immediate);
    }

    boolean changes(int slot) {
        return d == slot && n == slot;
    }

    long apply(long value) {
        return value + immediate & mask;
    }

    @Override
    public void execute(Cpu cpu) {
        cpu.write(d, apply(cpu.read(n)));
    }
}
