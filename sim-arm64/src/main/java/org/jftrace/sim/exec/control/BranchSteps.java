package org.jftrace.sim.exec.control;

import org.jftrace.arm64.a64.BranchesExceptionsSystem;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.operand.Operands;

/** Branches. They set the pc if they are taken. */
final class BranchSteps {
    private static final int LR = 30;

    private BranchSteps() {}

    static Step of(BranchesExceptionsSystem form, Operands o) {
        return switch (form) {
            case B -> branch(o.label());
            case BL -> branchWithLink(o.label(), o.address() + 4);
            case B_COND -> new BranchConditional(o);
            case CBZ -> ifZero(o, o.label());
            case CBNZ -> ifNotZero(o, o.label());
            case TBZ, TBNZ -> test(o, o.label(), form == BranchesExceptionsSystem.TBNZ);
            case BR, RET -> toRegister(o.n());
            case BLR -> toRegisterWithLink(o.n(), o.address() + 4);
            default -> toRegister(LR);
        };
    }

    private static Step branch(long target) {
        return new BranchStep() {
            @Override
            public void execute(Cpu cpu) {
                cpu.setPc(target);
            }
        };
    }

    private static Step branchWithLink(long target, long link) {
        return new BranchStep() {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(LR, link);
                cpu.setPc(target);
            }
        };
    }

    private static Step ifZero(Operands o, long target) {
        int t = o.tSource();
        long mask = o.mask();
        return new BranchStep() {
            @Override
            public void execute(Cpu cpu) {
                if ((cpu.read(t) & mask) == 0) {
                    cpu.setPc(target);
                }
            }
        };
    }

    private static Step ifNotZero(Operands o, long target) {
        int t = o.tSource();
        long mask = o.mask();
        return new BranchStep() {
            @Override
            public void execute(Cpu cpu) {
                if ((cpu.read(t) & mask) != 0) {
                    cpu.setPc(target);
                }
            }
        };
    }

    private static Step test(Operands o, long target, boolean expected) {
        int t = o.tSource();
        long bit = 1L << o.field('b');
        return new BranchStep() {
            @Override
            public void execute(Cpu cpu) {
                if ((cpu.read(t) & bit) != 0 == expected) {
                    cpu.setPc(target);
                }
            }
        };
    }

    private static Step toRegister(int n) {
        return new BranchStep() {
            @Override
            public void execute(Cpu cpu) {
                cpu.setPc(cpu.read(n));
            }
        };
    }

    private static Step toRegisterWithLink(int n, long link) {
        return new BranchStep() {
            @Override
            public void execute(Cpu cpu) {
                // Read first: BLR X30 goes where X30 pointed.
                long target = cpu.read(n);
                cpu.write(LR, link);
                cpu.setPc(target);
            }
        };
    }
}
