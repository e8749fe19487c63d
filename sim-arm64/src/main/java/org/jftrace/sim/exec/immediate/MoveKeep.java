package org.jftrace.sim.exec.immediate;

import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Slot;
import org.jftrace.sim.exec.operand.ImmediateStep;
import org.jftrace.sim.exec.operand.Operands;

/** MOVK: replaces 16 bits. */
final class MoveKeep extends ImmediateStep {
    MoveKeep(Operands o) {
        super(
                o.d(),
                Slot.source(o.field('d')),
                o.mask() & ~(0xffffL << (16 * o.field('h'))),
                (long) o.field('i') << (16 * o.field('h')));
    }

    boolean changes(int slot) {
        return d == slot && n == slot;
    }

    long apply(long value) {
        return (value & mask) | immediate;
    }

    @Override
    public void execute(Cpu cpu) {
        cpu.write(d, apply(cpu.read(n)));
    }
}
