package org.jftrace.arm64.returns;

import static org.jftrace.arm64.a64.emit.Reg.FP;
import static org.jftrace.arm64.a64.emit.Reg.LR;
import static org.jftrace.arm64.a64.emit.Reg.SP;
import static org.jftrace.arm64.a64.emit.Reg.X0;
import static org.jftrace.arm64.a64.emit.Reg.X1;
import static org.jftrace.arm64.a64.emit.Reg.X10;
import static org.jftrace.arm64.a64.emit.Reg.X16;
import static org.jftrace.arm64.a64.emit.Reg.X2;
import static org.jftrace.arm64.a64.emit.Reg.X3;
import static org.jftrace.arm64.a64.emit.Reg.X4;
import static org.jftrace.arm64.a64.emit.Reg.X5;
import static org.jftrace.arm64.a64.emit.Reg.X6;
import static org.jftrace.arm64.a64.emit.Reg.X7;
import static org.jftrace.arm64.a64.emit.Reg.X8;

import org.jftrace.arm64.a64.emit.Addresses;
import org.jftrace.arm64.a64.emit.Arithmetic;
import org.jftrace.arm64.a64.emit.Assembler;
import org.jftrace.arm64.a64.emit.Branches;
import org.jftrace.arm64.a64.emit.Listing;
import org.jftrace.arm64.a64.emit.LoadStore;
import org.jftrace.arm64.a64.emit.Reg;
import org.jftrace.returns.RegisterSet;

/**
 * The code that a hooked function returns to: Linux's {@code return_to_handler} in 15 instructions, or with all registers
 * {@code arch_rethook_trampoline}. It is entered by the function's RET, so X0 to X7 hold its results, FP and SP are the
 * caller's, and the standard leaves X8 to X18 and LR to us. The frame's fp and lr make a frame record, whose lr is the
 * trampoline until the handler has said where the caller is. The gate finds the frame at SP.
 */
final class ReturnCode {
    private final Assembler asm;
    private final int size;

    private ReturnCode(RegisterSet saved, long base) {
        asm = new Assembler(base);
        size = ReturnFrame.size(saved);
    }

    static Listing of(RegisterSet saved, long gate, long base) {
        ReturnCode code = new ReturnCode(saved, base);
        boolean all = saved == RegisterSet.ALL;
        code.saveResults();
        if (all) {
            code.saveTheRest();
        }
        code.callHandler(gate, base);
        code.restoreResults();
        if (all) {
            code.restoreTheRest();
        }
        return code.leave();
    }

    private void saveResults() {
        asm.emit(LoadStore.stpPre(X0, X1, SP, -size))
                .emit(LoadStore.stp(X2, X3, SP, ReturnFrame.x(2)))
                .emit(LoadStore.stp(X4, X5, SP, ReturnFrame.x(4)))
                .emit(LoadStore.stp(X6, X7, SP, ReturnFrame.x(6)));
    }

    private void saveTheRest() {
        asm.emit(LoadStore.str(X8, SP, ReturnFrame.x(8)));
        for (int n = 9; n <= 27; n += 2) {
            asm.emit(LoadStore.stp(Reg.x(n), Reg.x(n + 1), SP, ReturnFrame.x(n)));
        }
    }

    /** FP moves only once the record it will point to is complete, so the chain is whole at every instruction. */
    private void callHandler(long gate, long base) {
        asm.emit(Addresses.adr(X10, asm.here(), base))
                .emit(LoadStore.stp(FP, X10, SP, ReturnFrame.FP))
                .emit(Arithmetic.add(FP, SP, ReturnFrame.FP))
                .ldr(X16, gate)
                .emit(Branches.blr(X16));
    }

    private void restoreResults() {
        asm.emit(LoadStore.ldp(X2, X3, SP, ReturnFrame.x(2)))
                .emit(LoadStore.ldp(X4, X5, SP, ReturnFrame.x(4)))
                .emit(LoadStore.ldp(X6, X7, SP, ReturnFrame.x(6)));
    }

    private void restoreTheRest() {
        asm.emit(LoadStore.ldr(X8, SP, ReturnFrame.x(8)));
        for (int n = 9; n <= 27; n += 2) {
            asm.emit(LoadStore.ldp(Reg.x(n), Reg.x(n + 1), SP, ReturnFrame.x(n)));
        }
    }

    private Listing leave() {
        return asm.emit(LoadStore.ldp(FP, LR, SP, ReturnFrame.FP))
                .emit(LoadStore.ldpPost(X0, X1, SP, size))
                .emit(Branches.ret())
                .finish();
    }
}
