package org.jftrace.sim.exec.control;

import org.jftrace.arm64.a64.BranchesExceptionsSystem;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.cpu.SystemRegisters;
import org.jftrace.sim.exec.operand.Operands;

/** System register moves and cache maintenance, as far as Linux lets user code do them. */
final class SystemSteps {
    /** Fields op1, CRn, CRm, op2 of SYS. */
    private static final int DC_ZVA = operation(4, 1);

    private static final int IC_IVAU = operation(5, 1);
    private static final int DC_CVAC = operation(10, 1);
    private static final int DC_CVAU = operation(11, 1);
    private static final int DC_CVAP = operation(12, 1);
    private static final int DC_CIVAC = operation(14, 1);
    private static final int ZERO_BLOCK_BYTES = 64;

    private SystemSteps() {}

    private static int operation(int crm, int op2) {
        return 3 << 11 | 7 << 7 | crm << 3 | op2;
    }

    static Step of(BranchesExceptionsSystem form, Operands o) {
        int field = form == BranchesExceptionsSystem.MSR_PSTATE ? 0 : o.field('i');
        return switch (form) {
            case MRS -> SystemRegisters.readable(field) ? move(o, field) : undefined(form, field);
            case MSR -> SystemRegisters.writable(field) ? moveTo(o, field) : undefined(form, field);
            case SYS -> cacheOperation(o, field);
            default -> ExceptionSteps.trap(form + " is undefined in user code of this machine");
        };
    }

    private static Step undefined(BranchesExceptionsSystem form, int field) {
        return ExceptionSteps.trap(
                form + " of system register 0x" + Integer.toHexString(field) + " is undefined in user code");
    }

    /** Ends the block, so that the counter read by CNTVCT_EL0 includes this instruction and nothing after it. */
    private static Step move(Operands o, int register) {
        int t = o.tTarget();
        return new BranchStep() {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(t, cpu.system().read(cpu, register));
            }
        };
    }

    private static Step moveTo(Operands o, int register) {
        int t = o.tSource();
        return new Step() {
            @Override
            public void execute(Cpu cpu) {
                cpu.system().write(cpu, register, cpu.read(t));
            }
        };
    }

    private static Step cacheOperation(Operands o, int operation) {
        int t = o.tSource();
        if (operation == DC_ZVA) {
            return new Step() {
                @Override
                public void execute(Cpu cpu) {
                    zeroBlock(cpu, cpu.read(t) & -ZERO_BLOCK_BYTES);
                }
            };
        }
        if (operation == IC_IVAU) {
            return HintSteps.NOTHING;
        }
        if (operation == DC_CVAC || operation == DC_CVAU || operation == DC_CVAP || operation == DC_CIVAC) {
            return new Step() {
                @Override
                public void execute(Cpu cpu) {
                    // Memory is coherent; what is left is that the address must be readable.
                    cpu.memory().read8(cpu.read(t));
                }
            };
        }
        return ExceptionSteps.trap(
                "system operation 0x" + Integer.toHexString(operation) + " is undefined in user code");
    }

    private static void zeroBlock(Cpu cpu, long address) {
        for (int offset = 0; offset < ZERO_BLOCK_BYTES; offset += 8) {
            cpu.memory().write64(address + offset, 0);
        }
    }
}
