package org.jftrace.sim.exec.register;

import org.jftrace.arm64.a64.DataProcessingRegister;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.operand.BinaryStep;
import org.jftrace.sim.exec.operand.Flags;
import org.jftrace.sim.exec.operand.Operands;

/** Add/subtract (shifted register), (extended register). */
final class AddSubtractSteps {
    private AddSubtractSteps() {}

    static Step shifted(DataProcessingRegister form, Operands o) {
        ShiftedOperand second = ShiftedOperand.shifted(o, false);
        boolean plain = o.field('e') == 0;
        return switch (form) {
            case ADD_SHIFTED -> plain ? add(o) : add(o.d(), o.n(), o, second);
            case ADDS_SHIFTED -> addSetFlags(o.n(), o, second);
            case SUB_SHIFTED -> plain ? subtract(o) : subtract(o.d(), o.n(), o, second);
            default -> plain ? subtractSetFlags(o) : subtractSetFlags(o.n(), o, second);
        };
    }

    static Step extended(DataProcessingRegister form, Operands o) {
        ShiftedOperand second = ShiftedOperand.extended(o);
        return switch (form) {
            case ADD_EXTENDED -> add(o.dSp(), o.nSp(), o, second);
            case ADDS_EXTENDED -> addSetFlags(o.nSp(), o, second);
            case SUB_EXTENDED -> subtract(o.dSp(), o.nSp(), o, second);
            default -> subtractSetFlags(o.nSp(), o, second);
        };
    }

    private static Step add(Operands o) {
        return new BinaryStep(o) {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(d, cpu.read(n) + cpu.read(m) & mask);
            }
        };
    }

    private static Step subtract(Operands o) {
        return new BinaryStep(o) {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(d, cpu.read(n) - cpu.read(m) & mask);
            }
        };
    }

    private static Step subtractSetFlags(Operands o) {
        int toTop = o.toTop();
        return new BinaryStep(o) {
            @Override
            public void execute(Cpu cpu) {
                long a = cpu.read(n) << toTop;
                long b = cpu.read(m) << toTop;
                long difference = a - b;
                cpu.write(d, difference >>> toTop);
                cpu.setNzcv(Flags.subtract(a, b, difference));
            }
        };
    }

    private static Step add(int d, int n, Operands o, ShiftedOperand second) {
        return new BinaryStep(d, n, o) {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(d, cpu.read(n) + second.apply(cpu.read(m)) & mask);
            }
        };
    }

    private static Step subtract(int d, int n, Operands o, ShiftedOperand second) {
        return new BinaryStep(d, n, o) {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(d, cpu.read(n) - second.apply(cpu.read(m)) & mask);
            }
        };
    }

    private static Step addSetFlags(int n, Operands o, ShiftedOperand second) {
        int toTop = o.toTop();
        return new BinaryStep(o.d(), n, o) {
            @Override
            public void execute(Cpu cpu) {
                long a = cpu.read(n) << toTop;
                long b = second.apply(cpu.read(m)) << toTop;
                long sum = a + b;
                cpu.write(d, sum >>> toTop);
                cpu.setNzcv(Flags.add(a, b, sum));
            }
        };
    }

    private static Step subtractSetFlags(int n, Operands o, ShiftedOperand second) {
        int toTop = o.toTop();
        return new BinaryStep(o.d(), n, o) {
            @Override
            public void execute(Cpu cpu) {
                long a = cpu.read(n) << toTop;
                long b = second.apply(cpu.read(m)) << toTop;
                long difference = a - b;
                cpu.write(d, difference >>> toTop);
                cpu.setNzcv(Flags.subtract(a, b, difference));
            }
        };
    }
}
