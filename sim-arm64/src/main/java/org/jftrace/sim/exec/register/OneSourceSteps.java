package org.jftrace.sim.exec.register;

import java.util.function.LongUnaryOperator;
import org.jftrace.arm64.a64.DataProcessingRegister;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.operand.Operands;
import org.jftrace.sim.exec.operand.UnaryStep;

/** Data-processing (1 source). */
final class OneSourceSteps {
    private static final long EVEN_BYTES = 0x00ff_00ff_00ff_00ffL;

    private OneSourceSteps() {}

    static Step of(DataProcessingRegister form, Operands o) {
        boolean wide = o.is64();
        return switch (form) {
            case RBIT -> step(o, wide ? Long::reverse : n -> Integer.reverse((int) n));
            case REV16 -> step(o, n -> (n >>> 8 & EVEN_BYTES) | (n & EVEN_BYTES) << 8);
            // REV of a W register has no sf field that says so: its mask is that of an X register.
            case REV_W -> step(o, n -> Integer.reverseBytes((int) n) & 0xffff_ffffL);
            case REV32 -> step(o, n -> Long.rotateRight(Long.reverseBytes(n), 32));
            case REV_X -> step(o, Long::reverseBytes);
            case CLZ -> step(o, wide ? Long::numberOfLeadingZeros : n -> Integer.numberOfLeadingZeros((int) n));
            default -> step(o, wide ? OneSourceSteps::leadingSigns : n -> leadingSigns(n << 32 >> 32) - 32);
        };
    }

    private static Step step(Operands o, LongUnaryOperator operator) {
        return new UnaryStep(o.d(), o.n(), o.mask()) {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(d, operator.applyAsLong(cpu.read(n)) & mask);
            }
        };
    }

    /** The bits behind the top bit that are equal to it. */
    private static long leadingSigns(long n) {
        return Long.numberOfLeadingZeros(n ^ n >> 63) - 1L;
    }
}
