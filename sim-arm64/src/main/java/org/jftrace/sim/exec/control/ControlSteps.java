package org.jftrace.sim.exec.control;

import org.jftrace.arm64.a64.BranchesExceptionsSystem;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.operand.Operands;

/** Branches, Exception Generating and System instructions (Arm ARM C4.1). */
public final class ControlSteps {
    private ControlSteps() {}

    /** {@return the step of a word of one of these forms} */
    public static Step of(BranchesExceptionsSystem form, Operands o) {
        return switch (form) {
            case B, BL, B_COND, CBZ, CBNZ, TBZ, TBNZ, BR, BLR, RET, RETAA, RETAB -> BranchSteps.of(form, o);
            case UDF, SVC, HVC, SMC, BRK, HLT -> ExceptionSteps.of(form, o);
            case CLREX, DSB, DMB, ISB, SB -> BarrierSteps.of(form);
            case MSR_PSTATE, SYS, SYSL, MSR, MRS -> SystemSteps.of(form, o);
            case NOP, SEV, SEVL, ESB, PSB_CSYNC, TSB_CSYNC, CSDB, CLRBHB, BTI, HINT -> HintSteps.NOTHING;
            case YIELD, WFE, WFI -> HintSteps.WAIT;
            case XPACLRI -> HintSteps.STRIP_LR;
            // Pointer authentication without keys: the address stays as it is.
            case PACIA1716, PACIB1716, AUTIA1716, AUTIB1716 -> HintSteps.NOTHING;
            case PACIAZ, PACIASP, PACIBZ, PACIBSP, AUTIAZ, AUTIASP, AUTIBZ, AUTIBSP -> HintSteps.NOTHING;
        };
    }
}
