package org.jftrace.sim.exec.memory;

import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.operand.Operands;

/**
 * Loads and stores at a base register plus an immediate. The sizes that programs are full of are cases of their own,
 * which saves the call of the transfer.
 */
abstract class OffsetStep extends Step {
    final int t;
    final int n;
    final long offset;

    private OffsetStep(int t, Operands o, long offset) {
        this.t = t;
        this.n = o.nSp();
        this.offset = offset;
    }

    static Step of(Transfer transfer, Operands o, long offset) {
        int t = transfer.slot(o);
        if (transfer.isLoad(3)) {
            return loadX(t, o, offset);
        } else if (transfer.isLoad(2)) {
            return loadW(t, o, offset);
        } else if (transfer.isStore(3)) {
            return storeX(t, o, offset);
        } else if (transfer.isStore(2)) {
            return storeW(t, o, offset);
        } else if (transfer.isLoad(0)) {
            return loadByte(t, o, offset);
        }
        return new OffsetStep(t, o, offset) {
            @Override
            public void execute(Cpu cpu) {
                transfer.perform(cpu, cpu.read(n) + this.offset, this.t);
            }
        };
    }

    private static Step loadX(int t, Operands o, long offset) {
        return new OffsetStep(t, o, offset) {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(this.t, cpu.data().read64(cpu.read(n) + this.offset));
            }
        };
    }

    private static Step loadW(int t, Operands o, long offset) {
        return new OffsetStep(t, o, offset) {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(this.t, cpu.data().read32(cpu.read(n) + this.offset));
            }
        };
    }

    private static Step loadByte(int t, Operands o, long offset) {
        return new OffsetStep(t, o, offset) {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(this.t, cpu.data().read8(cpu.read(n) + this.offset));
            }
        };
    }

    private static Step storeX(int t, Operands o, long offset) {
        return new OffsetStep(t, o, offset) {
            @Override
            public void execute(Cpu cpu) {
                cpu.data().write64(cpu.read(n) + this.offset, cpu.read(this.t));
            }
        };
    }

    private static Step storeW(int t, Operands o, long offset) {
        return new OffsetStep(t, o, offset) {
            @Override
            public void execute(Cpu cpu) {
                cpu.data().write32(cpu.read(n) + this.offset, cpu.read(this.t));
            }
        };
    }
}
