package org.jftrace.sim.exec.register;

import org.jftrace.arm64.a64.DataProcessingRegister;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Slot;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.operand.BinaryStep;
import org.jftrace.sim.exec.operand.Operands;

/** Data-processing (3 source). */
final class MultiplySteps {
    private MultiplySteps() {}

    /** Three registers to one. */
    @FunctionalInterface
    private interface Operator {
        long apply(long n, long m, long a);
    }

    static Step of(DataProcessingRegister form, Operands o) {
        return switch (form) {
            case MADD -> o.a() == Slot.ZERO ? multiply(o) : multiplyAdd(o);
            case MSUB -> step(o, (n, m, a) -> a - n * m);
            case SMADDL -> step(o, (n, m, a) -> a + (long) (int) n * (int) m);
            case SMSUBL -> step(o, (n, m, a) -> a - (long) (int) n * (int) m);
            case UMADDL -> step(o, (n, m, a) -> a + low(n) * low(m));
            case UMSUBL -> step(o, (n, m, a) -> a - low(n) * low(m));
            case SMULH -> high(o, false);
            default -> high(o, true);
        };
    }

    private static Step multiply(Operands o) {
        return new BinaryStep(o) {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(d, cpu.read(n) * cpu.read(m) & mask);
            }
        };
    }

    private static Step multiplyAdd(Operands o) {
        int a = o.a();
        return new BinaryStep(o) {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(d, cpu.read(a) + cpu.read(n) * cpu.read(m) & mask);
            }
        };
    }

    private static Step step(Operands o, Operator operator) {
        int a = o.a();
        return new BinaryStep(o) {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(d, operator.apply(cpu.read(n), cpu.read(m), cpu.read(a)) & mask);
            }
        };
    }

    private static Step high(Operands o, boolean unsigned) {
        return new BinaryStep(o) {
            @Override
            public void execute(Cpu cpu) {
                long a = cpu.read(n);
                long b = cpu.read(m);
                // Read as unsigned, a negative number is 2 to the power of 64 more.
                long more = unsigned ? (a >> 63 & b) + (b >> 63 & a) : 0;
                cpu.write(d, Math.multiplyHigh(a, b) + more);
            }
        };
    }

    private static long low(long value) {
        return value & 0xffff_ffffL;
    }
}
