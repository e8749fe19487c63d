package org.jftrace.sim.exec.immediate;

import org.jftrace.arm64.a64.DataProcessingImmediate;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Slot;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.operand.ImmediateStep;
import org.jftrace.sim.exec.operand.Operands;
import org.jftrace.sim.exec.operand.UnaryStep;

/**
 * SBFM, BFM, UBFM, and with them LSL, LSR, ASR (immediate), SXTB to UXTH, BFI, SBFX and so on.
 *
 * <pre>
 *   imms &gt;= immr:  bits imms to immr of Rn go to bit 0
 *   imms &lt; immr:   bits imms to 0 of Rn go to bit (size - immr)
 * </pre>
 *
 * <p>Both are a shift to the left that brings bit imms to bit 63, and a shift to the right.
 */
final class BitfieldSteps {
    private BitfieldSteps() {}

    static Step of(DataProcessingImmediate form, Operands o) {
        int immr = o.field('r');
        int imms = o.field('s');
        int left = 63 - imms;
        int right = imms >= immr ? left + immr : left + immr - o.bits();
        return switch (form) {
            case UBFM -> unsigned(o, left, right);
            case SBFM -> signed(o, left, right);
            default -> insert(o, left, right);
        };
    }

    private static Step unsigned(Operands o, int left, int right) {
        return new UnaryStep(o.d(), o.n(), o.mask()) {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(d, cpu.read(n) << left >>> right);
            }
        };
    }

    private static Step signed(Operands o, int left, int right) {
        return new UnaryStep(o.d(), o.n(), o.mask()) {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(d, cpu.read(n) << left >> right & mask);
            }
        };
    }

    private static Step insert(Operands o, int left, int right) {
        long inserted = -1L << left >>> right;
        int old = Slot.source(o.field('d'));
        return new ImmediateStep(o.d(), o.n(), o.mask() & ~inserted, inserted) {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(d, (cpu.read(old) & mask) | cpu.read(n) << left >>> right);
            }
        };
    }
}
