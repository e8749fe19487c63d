package org.jftrace.sim.exec.register;

import java.util.function.LongBinaryOperator;
import org.jftrace.arm64.a64.DataProcessingRegister;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.operand.BinaryStep;
import org.jftrace.sim.exec.operand.Operands;

/** Data-processing (2 source). */
final class TwoSourceSteps {
    private TwoSourceSteps() {}

    static Step of(DataProcessingRegister form, Operands o) {
        boolean wide = o.is64();
        return switch (form) {
            case UDIV -> step(o, wide ? TwoSourceSteps::divideUnsigned : (n, m) -> divideUnsigned(low(n), low(m)));
            case SDIV -> step(o, wide ? TwoSourceSteps::divide : (n, m) -> divide(n << 32 >> 32, m << 32 >> 32));
            case LSLV -> step(o, wide ? (n, m) -> n << m : (n, m) -> (int) n << m);
            case LSRV -> step(o, wide ? (n, m) -> n >>> m : (n, m) -> (int) n >>> m);
            case ASRV -> step(o, wide ? (n, m) -> n >> m : (n, m) -> (int) n >> m);
            case RORV ->
                step(
                        o,
                        wide
                                ? (n, m) -> Long.rotateRight(n, (int) m)
                                : (n, m) -> Integer.rotateRight((int) n, (int) m));
            case PACGA -> pacga(o);
            case CRC32 -> checksum(o, Crc32.IEEE);
            default -> checksum(o, Crc32.CASTAGNOLI);
        };
    }

    private static Step step(Operands o, LongBinaryOperator operator) {
        return new BinaryStep(o) {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(d, operator.applyAsLong(cpu.read(n), cpu.read(m)) & mask);
            }
        };
    }

    private static Step pacga(Operands o) {
        int modifier = o.field('m');
        return new BinaryStep(o) {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(d, PointerAuthentication.generic(cpu.read(n), cpu.read(modifier)));
            }
        };
    }

    private static Step checksum(Operands o, Crc32 polynomial) {
        int bytes = 1 << o.field('z');
        return new BinaryStep(o) {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(d, polynomial.update((int) cpu.read(n), cpu.read(m), bytes) & 0xffff_ffffL);
            }
        };
    }

    private static long low(long value) {
        return value & 0xffff_ffffL;
    }

    /** A64 divides by zero without a trap. */
    private static long divideUnsigned(long n, long m) {
        return m == 0 ? 0 : Long.divideUnsigned(n, m);
    }

    /** As in Java, the smallest number divided by -1 is itself. */
    private static long divide(long n, long m) {
        return m == 0 ? 0 : n / m;
    }
}
