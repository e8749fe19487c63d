package org.jftrace.sim.exec.memory;

import org.jftrace.arm64.a64.LoadStoreRegister;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.operand.Operands;

/**
 * Loads and Stores of one register (Arm ARM C4.1). The mode of addressing:
 *
 * <pre>
 *   bits 29-27  24  21  11-10
 *       011                     literal
 *       111      1              base + unsigned immediate, in units of the size
 *       111      0   0   00     base + signed immediate
 *       111      0   0   01     base, then base += immediate
 *       111      0   0   10     base + signed immediate, unprivileged: as user code that is no difference
 *       111      0   0   11     base += immediate, then base
 *       111      0   1   10     base + register
 * </pre>
 */
public final class RegisterSteps {
    private static final int POST = 1;
    private static final int PRE = 3;

    private RegisterSteps() {}

    /** {@return the step of a word of one of these forms} */
    public static Step of(LoadStoreRegister form, Operands o) {
        return switch (form) {
            case LDR_LITERAL, LDRSW_LITERAL, PRFM_LITERAL -> literal(o);
            default -> fromBase(o);
        };
    }

    private static Step fromBase(Operands o) {
        int word = o.word();
        Transfer transfer = Transfer.of(o);
        if ((word >>> 24 & 1) != 0) {
            return OffsetStep.of(transfer, o, (long) o.field('i') << (word >>> 30));
        }
        if ((word >>> 21 & 1) != 0) {
            return IndexStep.of(transfer, o);
        }
        return switch (word >>> 10 & 3) {
            case POST -> postIndexed(transfer, o);
            case PRE -> preIndexed(transfer, o);
            default -> OffsetStep.of(transfer, o, o.signed('i'));
        };
    }

    private static Step literal(Operands o) {
        Transfer transfer = Transfer.ofLiteral(o);
        int t = transfer.slot(o);
        long address = o.label();
        return new Step() {
            @Override
            public void execute(Cpu cpu) {
                transfer.perform(cpu, address, t);
            }
        };
    }

    private static Step postIndexed(Transfer transfer, Operands o) {
        int t = transfer.slot(o);
        int n = o.nSp();
        long offset = o.signed('i');
        return new Step() {
            @Override
            public void execute(Cpu cpu) {
                long base = cpu.read(n);
                transfer.perform(cpu, base, t);
                cpu.write(n, base + offset);
            }
        };
    }

    private static Step preIndexed(Transfer transfer, Operands o) {
        int t = transfer.slot(o);
        int n = o.nSp();
        long offset = o.signed('i');
        return new Step() {
            @Override
            public void execute(Cpu cpu) {
                long address = cpu.read(n) + offset;
                transfer.perform(cpu, address, t);
                cpu.write(n, address);
            }
        };
    }
}
