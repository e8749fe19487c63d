package org.jftrace.sim.exec.immediate;

import org.jftrace.arm64.a64.BitmaskImmediate;
import org.jftrace.arm64.a64.DataProcessingImmediate;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Slot;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.operand.BinaryStep;
import org.jftrace.sim.exec.operand.Flags;
import org.jftrace.sim.exec.operand.ImmediateStep;
import org.jftrace.sim.exec.operand.Move;
import org.jftrace.sim.exec.operand.Operands;

/** Data Processing: Immediate (Arm ARM C4.1). */
public final class DataImmediateSteps {
    private static final long PAGE_MASK = -4096;

    private DataImmediateSteps() {}

    /** {@return the step of a word of one of these forms} */
    public static Step of(DataProcessingImmediate form, Operands o) {
        return switch (form) {
            case ADR -> new Constant(o.d(), o.address() + o.signed('i'), 1);
            case ADRP -> new Constant(o.d(), (o.address() & PAGE_MASK) + (o.signed('i') << 12), 1);
            case ADD_IMMEDIATE -> new AddImmediate(o.dSp(), o.nSp(), o.mask(), imm12(o));
            case SUB_IMMEDIATE -> new AddImmediate(o.dSp(), o.nSp(), o.mask(), -imm12(o));
            case ADDS_IMMEDIATE -> addSetFlags(o);
            case SUBS_IMMEDIATE -> new SubtractImmediateSetFlags(o.d(), o.nSp(), o.toTop(), imm12(o));
            case AND_IMMEDIATE -> and(o);
            case ORR_IMMEDIATE -> or(o);
            case EOR_IMMEDIATE -> exclusiveOr(o);
            case ANDS_IMMEDIATE -> andSetFlags(o);
            case MOVN -> new Constant(o.d(), ~imm16(o) & o.mask(), 1);
            case MOVZ -> new Constant(o.d(), imm16(o), 1);
            case MOVK -> new MoveKeep(o);
            case SBFM, BFM, UBFM -> BitfieldSteps.of(form, o);
            case EXTR -> extract(o);
        };
    }

    private static long imm12(Operands o) {
        return (long) o.field('i') << (12 * o.field('h'));
    }

    private static long imm16(Operands o) {
        return (long) o.field('i') << (16 * o.field('h'));
    }

    private static long bitmask(Operands o) {
        return BitmaskImmediate.decode(o.word() >>> 10 & 0x1fff) & o.mask();
    }

    private static Step addSetFlags(Operands o) {
        int toTop = o.toTop();
        return new ImmediateStep(o.d(), o.nSp(), o.mask(), imm12(o) << toTop) {
            @Override
            public void execute(Cpu cpu) {
                long a = cpu.read(n) << toTop;
                long sum = a + immediate;
                cpu.write(d, sum >>> toTop);
                cpu.setNzcv(Flags.add(a, immediate, sum));
            }
        };
    }

    private static Step and(Operands o) {
        return new ImmediateStep(o.dSp(), o.n(), o.mask(), bitmask(o)) {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(d, cpu.read(n) & immediate);
            }
        };
    }

    private static Step or(Operands o) {
        if (o.n() == Slot.ZERO) {
            return new ImmediateStep(o.dSp(), o.n(), o.mask(), bitmask(o)) {
                @Override
                public void execute(Cpu cpu) {
                    cpu.write(d, immediate);
                }
            };
        }
        return new ImmediateStep(o.dSp(), o.n(), o.mask(), bitmask(o)) {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(d, (cpu.read(n) | immediate) & mask);
            }
        };
    }

    private static Step exclusiveOr(Operands o) {
        return new ImmediateStep(o.dSp(), o.n(), o.mask(), bitmask(o)) {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(d, (cpu.read(n) ^ immediate) & mask);
            }
        };
    }

    private static Step andSetFlags(Operands o) {
        int toTop = o.toTop();
        return new ImmediateStep(o.d(), o.n(), o.mask(), bitmask(o)) {
            @Override
            public void execute(Cpu cpu) {
                long result = cpu.read(n) & immediate;
                cpu.write(d, result);
                cpu.setNzcv(Flags.logical(result << toTop));
            }
        };
    }

    /** EXTR; ROR (immediate) is the case of equal registers. */
    private static Step extract(Operands o) {
        int lsb = o.field('s');
        if (!o.is64()) {
            return new BinaryStep(o) {
                @Override
                public void execute(Cpu cpu) {
                    cpu.write(d, (cpu.read(n) << 32 | (cpu.read(m) & 0xffff_ffffL)) >>> lsb & mask);
                }
            };
        }
        if (lsb == 0) {
            return new Move(o.d(), o.m(), -1);
        }
        return new BinaryStep(o) {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(d, cpu.read(n) << -lsb | cpu.read(m) >>> lsb);
            }
        };
    }
}
