package org.jftrace.sim.exec.register;

import org.jftrace.arm64.a64.DataProcessingRegister;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Slot;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.operand.BinaryStep;
import org.jftrace.sim.exec.operand.Flags;
import org.jftrace.sim.exec.operand.Move;
import org.jftrace.sim.exec.operand.Operands;

/** Logical (shifted register). AND, ORR and EOR without a shift are cases of their own, since programs are full of them. */
final class LogicalSteps {
    private LogicalSteps() {}

    static Step of(DataProcessingRegister form, Operands o) {
        boolean invert = o.word() << 10 < 0;
        if (!invert && o.field('e') == 0 && form != DataProcessingRegister.ANDS_SHIFTED) {
            return plain(form, o);
        }
        ShiftedOperand second = ShiftedOperand.shifted(o, invert);
        return switch (form) {
            case AND_SHIFTED, BIC_SHIFTED ->
                new BinaryStep(o) {
                    @Override
                    public void execute(Cpu cpu) {
                        cpu.write(d, cpu.read(n) & second.apply(cpu.read(m)) & mask);
                    }
                };
            case ORR_SHIFTED, ORN_SHIFTED ->
                new BinaryStep(o) {
                    @Override
                    public void execute(Cpu cpu) {
                        cpu.write(d, (cpu.read(n) | second.apply(cpu.read(m))) & mask);
                    }
                };
            case EOR_SHIFTED, EON_SHIFTED ->
                new BinaryStep(o) {
                    @Override
                    public void execute(Cpu cpu) {
                        cpu.write(d, (cpu.read(n) ^ second.apply(cpu.read(m))) & mask);
                    }
                };
            default -> setFlags(o, second);
        };
    }

    private static Step plain(DataProcessingRegister form, Operands o) {
        if (form == DataProcessingRegister.ORR_SHIFTED && o.n() == Slot.ZERO) {
            return new Move(o.d(), o.m(), o.mask());
        }
        return switch (form) {
            case AND_SHIFTED ->
                new BinaryStep(o) {
                    @Override
                    public void execute(Cpu cpu) {
                        cpu.write(d, cpu.read(n) & cpu.read(m) & mask);
                    }
                };
            case ORR_SHIFTED ->
                new BinaryStep(o) {
                    @Override
                    public void execute(Cpu cpu) {
                        cpu.write(d, (cpu.read(n) | cpu.read(m)) & mask);
                    }
                };
            default ->
                new BinaryStep(o) {
                    @Override
                    public void execute(Cpu cpu) {
                        cpu.write(d, (cpu.read(n) ^ cpu.read(m)) & mask);
                    }
                };
        };
    }

    private static Step setFlags(Operands o, ShiftedOperand second) {
        int toTop = o.toTop();
        return new BinaryStep(o) {
            @Override
            public void execute(Cpu cpu) {
                long result = cpu.read(n) & second.apply(cpu.read(m)) & mask;
                cpu.write(d, result);
                cpu.setNzcv(Flags.logical(result << toTop));
            }
        };
    }
}
