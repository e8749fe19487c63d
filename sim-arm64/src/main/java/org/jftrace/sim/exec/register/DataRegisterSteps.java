package org.jftrace.sim.exec.register;

import org.jftrace.arm64.a64.DataProcessingRegister;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.operand.Operands;
import org.jftrace.sim.exec.operand.UnaryStep;

/** Data Processing: Register (Arm ARM C4.1). */
public final class DataRegisterSteps {
    private DataRegisterSteps() {}

    /** {@return the step of a word of one of these forms} */
    public static Step of(DataProcessingRegister form, Operands o) {
        return switch (form) {
            case UDIV, SDIV, LSLV, LSRV, ASRV, RORV, PACGA, CRC32, CRC32C -> TwoSourceSteps.of(form, o);
            case RBIT, REV16, REV_W, REV32, REV_X, CLZ, CLS -> OneSourceSteps.of(form, o);
            case PACIA, PACIB, PACDA, PACDB, PACIZA, PACIZB, PACDZA, PACDZB -> keep(o);
            case AUTIA, AUTIB, AUTDA, AUTDB, AUTIZA, AUTIZB, AUTDZA, AUTDZB -> keep(o);
            case XPACI, XPACD -> strip(o);
            case AND_SHIFTED, BIC_SHIFTED, ORR_SHIFTED, ORN_SHIFTED, EOR_SHIFTED, EON_SHIFTED ->
                LogicalSteps.of(form, o);
            case ANDS_SHIFTED, BICS_SHIFTED -> LogicalSteps.of(form, o);
            case ADD_SHIFTED, ADDS_SHIFTED, SUB_SHIFTED, SUBS_SHIFTED -> AddSubtractSteps.shifted(form, o);
            case ADD_EXTENDED, ADDS_EXTENDED, SUB_EXTENDED, SUBS_EXTENDED -> AddSubtractSteps.extended(form, o);
            case ADC, ADCS, SBC, SBCS -> WithCarrySteps.of(form, o);
            case CCMN_REGISTER, CCMP_REGISTER, CCMN_IMMEDIATE, CCMP_IMMEDIATE -> ConditionalSteps.compare(form, o);
            case CSEL, CSINC, CSINV, CSNEG -> ConditionalSteps.select(form, o);
            case MADD, MSUB, SMADDL, SMSUBL, SMULH, UMADDL, UMSUBL, UMULH -> MultiplySteps.of(form, o);
        };
    }

    /** Pointer authentication without keys: the address stays as it is. */
    private static Step keep(Operands o) {
        return new UnaryStep(o.d(), o.d(), -1) {
            @Override
            public void execute(Cpu cpu) {
                // Nothing to insert and nothing to check.
            }
        };
    }

    private static Step strip(Operands o) {
        int slot = o.d();
        return new UnaryStep(slot, slot, -1) {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(d, PointerAuthentication.strip(cpu.read(n)));
            }
        };
    }
}
