package org.jftrace.sim.exec.memory;

import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.operand.Operands;

/** Loads and stores at a base register plus another register, extended and shifted. */
abstract class IndexStep extends Step {
    private static final int LSL = 3;
    private static final int SXTX = 7;
    private static final int SXTW = 6;

    private final int n;
    private final int m;
    private final int toTop;
    private final int back;
    private final boolean signed;
    final int t;

    private IndexStep(Transfer transfer, Operands o) {
        int option = o.field('o');
        int shift = o.field('e') == 1 ? o.word() >>> 30 : 0;
        boolean wide = option == LSL || option == SXTX;
        t = transfer.slot(o);
        n = o.nSp();
        m = o.m();
        // To the top, to drop what is above bit 31, and back to where the shift wants it.
        toTop = wide ? shift : 32;
        back = wide ? 0 : 32 - shift;
        signed = option == SXTW;
    }

    final long address(Cpu cpu) {
        long top = cpu.read(m) << toTop;
        return cpu.read(n) + (signed ? top >> back : top >>> back);
    }

    static Step of(Transfer transfer, Operands o) {
        if (transfer.isLoad(3)) {
            return new IndexStep(transfer, o) {
                @Override
                public void execute(Cpu cpu) {
                    cpu.write(t, cpu.data().read64(address(cpu)));
                }
            };
        } else if (transfer.isLoad(2)) {
            return new IndexStep(transfer, o) {
                @Override
                public void execute(Cpu cpu) {
                    cpu.write(t, cpu.data().read32(address(cpu)));
                }
            };
        } else if (transfer.isLoad(0)) {
            return new IndexStep(transfer, o) {
                @Override
                public void execute(Cpu cpu) {
                    cpu.write(t, cpu.data().read8(address(cpu)));
                }
            };
        }
        return new IndexStep(transfer, o) {
            @Override
            public void execute(Cpu cpu) {
                transfer.perform(cpu, address(cpu), t);
            }
        };
    }
}
