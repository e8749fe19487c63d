package org.jftrace.sim.exec.register;

import org.jftrace.arm64.a64.DataProcessingRegister;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.operand.BinaryStep;
import org.jftrace.sim.exec.operand.Flags;
import org.jftrace.sim.exec.operand.Operands;

/** Add/subtract (with carry). The carry goes to the lowest bit of the operands, wherever they were shifted to. */
final class WithCarrySteps {
    private WithCarrySteps() {}

    static Step of(DataProcessingRegister form, Operands o) {
        return switch (form) {
            case ADC -> add(o, false);
            case ADCS -> add(o, true);
            case SBC -> subtract(o, false);
            default -> subtract(o, true);
        };
    }

    private static Step add(Operands o, boolean setFlags) {
        int toTop = o.toTop();
        return new BinaryStep(o) {
            @Override
            public void execute(Cpu cpu) {
                long a = cpu.read(n) << toTop;
                long b = cpu.read(m) << toTop;
                long sum = a + b + (carry(cpu) << toTop);
                cpu.write(d, sum >>> toTop);
                if (setFlags) {
                    cpu.setNzcv(Flags.add(a, b, sum));
                }
            }
        };
    }

    private static Step subtract(Operands o, boolean setFlags) {
        int toTop = o.toTop();
        return new BinaryStep(o) {
            @Override
            public void execute(Cpu cpu) {
                long a = cpu.read(n) << toTop;
                long b = cpu.read(m) << toTop;
                long difference = a - b - ((1 - carry(cpu)) << toTop);
                cpu.write(d, difference >>> toTop);
                if (setFlags) {
                    cpu.setNzcv(Flags.subtract(a, b, difference));
                }
            }
        };
    }

    private static long carry(Cpu cpu) {
        return (cpu.nzcv() & Flags.C) / Flags.C;
    }
}
