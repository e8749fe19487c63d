package org.jftrace.sim.exec.register;

import org.jftrace.arm64.a64.DataProcessingRegister;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.operand.BinaryStep;
import org.jftrace.sim.exec.operand.Conditions;
import org.jftrace.sim.exec.operand.Flags;
import org.jftrace.sim.exec.operand.Operands;

/** Conditional compare, conditional select. */
final class ConditionalSteps {
    private ConditionalSteps() {}

    static Step compare(DataProcessingRegister form, Operands o) {
        return switch (form) {
            case CCMN_REGISTER -> compareRegister(o, true);
            case CCMP_REGISTER -> compareRegister(o, false);
            case CCMN_IMMEDIATE -> compareImmediate(o, true);
            default -> compareImmediate(o, false);
        };
    }

    private static Step compareRegister(Operands o, boolean negative) {
        int toTop = o.toTop();
        int condition = o.condition();
        int otherwise = o.field('q');
        int n = o.n();
        int m = o.m();
        return new Step() {
            @Override
            public void execute(Cpu cpu) {
                boolean holds = Conditions.holds(condition, cpu.nzcv());
                cpu.setNzcv(holds ? flags(cpu.read(n) << toTop, cpu.read(m) << toTop, negative) : otherwise);
            }
        };
    }

    private static Step compareImmediate(Operands o, boolean negative) {
        int toTop = o.toTop();
        int condition = o.condition();
        int otherwise = o.field('q');
        int n = o.n();
        long immediate = (long) o.field('i') << toTop;
        return new Step() {
            @Override
            public void execute(Cpu cpu) {
                boolean holds = Conditions.holds(condition, cpu.nzcv());
                cpu.setNzcv(holds ? flags(cpu.read(n) << toTop, immediate, negative) : otherwise);
            }
        };
    }

    private static int flags(long a, long b, boolean negative) {
        return negative ? Flags.add(a, b, a + b) : Flags.subtract(a, b, a - b);
    }

    static Step select(DataProcessingRegister form, Operands o) {
        int condition = o.condition();
        return switch (form) {
            case CSEL ->
                new BinaryStep(o) {
                    @Override
                    public void execute(Cpu cpu) {
                        cpu.write(d, cpu.read(Conditions.holds(condition, cpu.nzcv()) ? n : m) & mask);
                    }
                };
            case CSINC ->
                new BinaryStep(o) {
                    @Override
                    public void execute(Cpu cpu) {
                        long value = Conditions.holds(condition, cpu.nzcv()) ? cpu.read(n) : cpu.read(m) + 1;
                        cpu.write(d, value & mask);
                    }
                };
            case CSINV ->
                new BinaryStep(o) {
                    @Override
                    public void execute(Cpu cpu) {
                        long value = Conditions.holds(condition, cpu.nzcv()) ? cpu.read(n) : ~cpu.read(m);
                        cpu.write(d, value & mask);
                    }
                };
            default ->
                new BinaryStep(o) {
                    @Override
                    public void execute(Cpu cpu) {
                        long value = Conditions.holds(condition, cpu.nzcv()) ? cpu.read(n) : -cpu.read(m);
                        cpu.write(d, value & mask);
                    }
                };
        };
    }
}
