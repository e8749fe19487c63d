package org.jftrace.arm64.entry;

import static org.jftrace.arm64.a64.emit.Reg.FP;
import static org.jftrace.arm64.a64.emit.Reg.LR;
import static org.jftrace.arm64.a64.emit.Reg.SP;
import static org.jftrace.arm64.a64.emit.Reg.X0;
import static org.jftrace.arm64.a64.emit.Reg.X1;
import static org.jftrace.arm64.a64.emit.Reg.X10;
import static org.jftrace.arm64.a64.emit.Reg.X11;
import static org.jftrace.arm64.a64.emit.Reg.X16;
import static org.jftrace.arm64.a64.emit.Reg.X17;
import static org.jftrace.arm64.a64.emit.Reg.X2;
import static org.jftrace.arm64.a64.emit.Reg.X3;
import static org.jftrace.arm64.a64.emit.Reg.X4;
import static org.jftrace.arm64.a64.emit.Reg.X5;
import static org.jftrace.arm64.a64.emit.Reg.X6;
import static org.jftrace.arm64.a64.emit.Reg.X7;
import static org.jftrace.arm64.a64.emit.Reg.X8;
import static org.jftrace.arm64.a64.emit.Reg.X9;

import org.jftrace.arm64.a64.emit.Arithmetic;
import org.jftrace.arm64.a64.emit.Assembler;
import org.jftrace.arm64.a64.emit.Branches;
import org.jftrace.arm64.a64.emit.Listing;
import org.jftrace.arm64.a64.emit.LoadStore;
import org.jftrace.arm64.a64.emit.Moves;
import org.jftrace.arm64.a64.emit.SystemInstructions;
import org.jftrace.spi.arch.OpsHandle;

/**
 * The code of Linux's {@code ftrace_caller} with per-callsite ops, in 23 instructions from entry to return.
 *
 * <p>It is entered by the BL of a call site, so LR is the address behind the site and X9 the caller's LR; between a BL
 * and the function's first instruction the procedure call standard leaves X9 to X17 to us. It leaves through X9, to
 * where the frame's pc says, with every argument, FP, SP and LR as the frame says. The gate that it calls finds the frame at
 * SP and the caller's LR in X9, and leaves in X17 where to go after it instead, or 0.
 */
final class FtraceCaller {
    private final Assembler asm;
    private final Assembler.Label direct;

    private FtraceCaller(long base) {
        asm = new Assembler(base);
        direct = asm.label("direct");
    }

    /** For sites with a literal: looks the ops up in the site that called. */
    static Listing fromLiteral(long base) {
        FtraceCaller caller = new FtraceCaller(base);
        caller.asm
                .emit(SystemInstructions.BTI_C)
                .emit(Arithmetic.bic(X11, LR, 7))
                .emit(LoadStore.ldur(X11, X11, -16));
        return caller.withOpsInX11();
    }

    /** For sites without one: the ops is a constant. */
    static Listing boundTo(long handle, long base) {
        FtraceCaller caller = new FtraceCaller(base);
        caller.asm.emit(SystemInstructions.BTI_C).ldr(X11, handle);
        return caller.withOpsInX11();
    }

    /** Returns at once; the {@code func} of an ops that does nothing. */
    static Listing stub(long base) {
        return new Assembler(base)
                .emit(SystemInstructions.BTI_C)
                .emit(Branches.ret())
                .finish();
    }

    /** Where {@link #fromLiteral} looks: {@code ALIGN_DOWN(ip - 12, 8)}, seen from behind the BL. */
    static long literalOf(long behindSite) {
        return (behindSite - 16) & -8;
    }

    private Listing withOpsInX11() {
        asm.emit(LoadStore.ldp(X16, X17, X11, OpsHandle.FUNC)).emit((from, to) -> Branches.cbnz(X17, from, to), direct);
        save();
        makeFrameRecord();
        asm.emit(Branches.blr(X16));
        restore();
        leave();
        return asm.finish();
    }

    /** {@link EntryFrame}, two registers a store. */
    private void save() {
        asm.emit(LoadStore.stpPre(X0, X1, SP, -EntryFrame.SIZE))
                .emit(LoadStore.stp(X2, X3, SP, EntryFrame.x(2)))
                .emit(LoadStore.stp(X4, X5, SP, EntryFrame.x(4)))
                .emit(LoadStore.stp(X6, X7, SP, EntryFrame.x(6)))
                .emit(LoadStore.stp(X8, LR, SP, EntryFrame.X8))
                .emit(LoadStore.stp(FP, X9, SP, EntryFrame.FP));
    }

    /** FP moves only once the record it will point to is complete, so the chain is whole at every instruction. */
    private void makeFrameRecord() {
        asm.emit(Arithmetic.add(FP, SP, EntryFrame.FP))
                .emit(LoadStore.stp(FP, LR, SP, EntryFrame.OWN_RECORD))
                .emit(Arithmetic.add(FP, SP, EntryFrame.OWN_RECORD));
    }

    /** From the frame, whatever the tracer made of it; only sp is as it was. */
    private void restore() {
        asm.emit(LoadStore.ldp(X2, X3, SP, EntryFrame.x(2)))
                .emit(LoadStore.ldp(X4, X5, SP, EntryFrame.x(4)))
                .emit(LoadStore.ldp(X6, X7, SP, EntryFrame.x(6)))
                .emit(LoadStore.ldp(X8, X9, SP, EntryFrame.X8))
                .emit(LoadStore.ldp(FP, LR, SP, EntryFrame.FP))
                .emit(LoadStore.ldpPost(X0, X1, SP, EntryFrame.SIZE));
    }

    /** To the function, or to a direct trampoline, which wants LR and X9 as the call site had them. */
    private void leave() {
        Assembler.Label directAfterTracers = asm.label("directAfterTracers");
        asm.emit((from, to) -> Branches.cbnz(X17, from, to), directAfterTracers)
                .emit(Branches.ret(X9))
                .bind(directAfterTracers)
                .emit(Moves.mov(X10, LR))
                .emit(Moves.mov(LR, X9))
                .emit(Moves.mov(X9, X10))
                .bind(direct)
                .emit(Branches.br(X17));
    }
}
