package org.jftrace.arm64.bpf;

import static org.jftrace.arm64.a64.emit.Reg.FP;
import static org.jftrace.arm64.a64.emit.Reg.LR;
import static org.jftrace.arm64.a64.emit.Reg.SP;
import static org.jftrace.arm64.a64.emit.Reg.X0;
import static org.jftrace.arm64.a64.emit.Reg.X1;
import static org.jftrace.arm64.a64.emit.Reg.X10;
import static org.jftrace.arm64.a64.emit.Reg.X11;
import static org.jftrace.arm64.a64.emit.Reg.X16;
import static org.jftrace.arm64.a64.emit.Reg.X8;
import static org.jftrace.arm64.a64.emit.Reg.X9;
import static org.jftrace.arm64.a64.emit.Reg.XZR;

import org.jftrace.arm64.a64.emit.Arithmetic;
import org.jftrace.arm64.a64.emit.Assembler;
import org.jftrace.arm64.a64.emit.Branches;
import org.jftrace.arm64.a64.emit.Listing;
import org.jftrace.arm64.a64.emit.LoadStore;
import org.jftrace.arm64.a64.emit.Moves;
import org.jftrace.arm64.a64.emit.Reg;
import org.jftrace.arm64.a64.emit.SystemInstructions;
import org.jftrace.spi.arch.image.FunctionModel;
import org.jftrace.spi.arch.image.ImageSpec;
import org.jftrace.spi.arch.image.ImageSpec.ProgramCall;

/**
 * The code of an image, in one pass. It is entered as {@code ftrace_caller} is: LR is the address behind the call site, X9 the
 * caller's LR, and X9 to X17 are ours. Without a call of the function it leaves through X10 to behind the site, with all
 * that the function may look at as it was; with one it returns to the caller.
 */
final class ImageCode {
    private final ImageSpec spec;
    private final FunctionModel model;
    private final ImageFrame frame;
    private final long base;
    private final Assembler asm;

    private ImageCode(ImageSpec spec, long base) {
        this.spec = spec;
        this.model = spec.model();
        this.frame = new ImageFrame(spec);
        this.base = base;
        this.asm = new Assembler(base);
    }

    /** The words, and how many bytes of them a task passes before it has been counted and come back from that. */
    record Code(Listing listing, int uncounted) {}

    static Code of(ImageSpec spec, long base) {
        return new ImageCode(spec, base).generate();
    }

    /** What is called in place of a gate whose address is in X1, with a call site that is initialised already. */
    static Listing stub(long base) {
        return new Assembler(base)
                .emit(SystemInstructions.BTI_C, Moves.mov(X9, LR), SystemInstructions.NOP)
                .emit(Branches.br(X1))
                .finish();
    }

    /** Where the word that is swapped lies in {@link #stub}. */
    static long stubSite(long base) {
        return base + 8;
    }

    private Code generate() {
        enter();
        saveArguments();
        call(spec.enter());
        int counted = (int) (asm.here() + 4 - base);
        spec.fentry().forEach(this::call);
        if (spec.callsOriginal()) {
            aroundFunction();
        } else {
            call(spec.exit());
            onToFunction();
        }
        Listing listing = asm.finish();
        return new Code(listing, spec.enter() == 0 ? listing.sizeInBytes() : counted);
    }

    /** FP moves only once the record it will point to is complete, so the chain is whole at every instruction. */
    private void enter() {
        asm.emit(SystemInstructions.BTI_C)
                .emit(Arithmetic.sub(SP, SP, frame.size))
                .emit(LoadStore.stp(FP, X9, SP, frame.callerRecord))
                .emit(Arithmetic.add(FP, SP, frame.callerRecord))
                .emit(LoadStore.stp(FP, LR, SP, frame.ownRecord))
                .emit(Arithmetic.add(FP, SP, frame.ownRecord));
    }

    private void saveArguments() {
        int registers = model.registerSlots();
        for (int n = 0; n + 1 < registers; n += 2) {
            asm.emit(LoadStore.stp(Reg.x(n), Reg.x(n + 1), SP, frame.slot(n)));
        }
        if (registers % 2 == 1) {
            asm.emit(LoadStore.str(Reg.x(registers - 1), SP, frame.slot(registers - 1)));
        }
        for (int n = registers; n < model.slots(); n++) {
            asm.emit(LoadStore.ldr(X10, SP, frame.size + 8 * (n - registers)))
                    .emit(LoadStore.str(X10, SP, frame.slot(n)));
        }
        if (model.returnsInMemory()) {
            asm.emit(LoadStore.str(X8, SP, frame.x8()));
        }
        asm.emit(Arithmetic.sub(X10, LR, 4))
                .emit(Moves.movz(X11, model.slots(), 0))
                .emit(LoadStore.stp(X10, X11, SP, frame.ip()));
    }

    private void restoreArguments() {
        int registers = model.registerSlots();
        for (int n = 0; n + 1 < registers; n += 2) {
            asm.emit(LoadStore.ldp(Reg.x(n), Reg.x(n + 1), SP, frame.slot(n)));
        }
        if (registers % 2 == 1) {
            asm.emit(LoadStore.ldr(Reg.x(registers - 1), SP, frame.slot(registers - 1)));
        }
        if (model.returnsInMemory()) {
            asm.emit(LoadStore.ldr(X8, SP, frame.x8()));
        }
    }

    private void passStackArguments() {
        int registers = model.registerSlots();
        for (int n = registers; n < model.slots(); n++) {
            asm.emit(LoadStore.ldr(X10, SP, frame.slot(n))).emit(LoadStore.str(X10, SP, 8 * (n - registers)));
        }
    }

    private void call(long gate) {
        if (gate != 0) {
            asm.ldr(X16, gate).emit(Branches.blr(X16));
        }
    }

    private void call(ProgramCall program) {
        asm.emit(Arithmetic.add(X0, SP, frame.context));
        if (program.stub() != 0) {
            asm.ldr(X1, program.gate());
            call(program.stub());
        } else {
            call(program.gate());
        }
    }

    private void aroundFunction() {
        Assembler.Label skip = asm.label("skip");
        if (!spec.fmodRet().isEmpty()) {
            clearResult();
        }
        for (ProgramCall program : spec.fmodRet()) {
            call(program);
            asm.emit(LoadStore.str(X0, SP, frame.result)).emit((from, to) -> Branches.cbnz(X0, from, to), skip);
        }
        restoreArguments();
        passStackArguments();
        asm.emit(LoadStore.ldr(X10, SP, frame.ownRecord + 8)).emit(Branches.blr(X10));
        saveResult();
        asm.bind(skip);
        spec.fexit().forEach(this::call);
        call(spec.exit());
        returnToCaller();
    }

    private void clearResult() {
        asm.emit(
                model.resultRegisters() == 2
                        ? LoadStore.stp(XZR, XZR, SP, frame.result)
                        : LoadStore.str(XZR, SP, frame.result));
    }

    private void saveResult() {
        if (model.resultRegisters() == 2) {
            asm.emit(LoadStore.stp(X0, X1, SP, frame.result));
        } else if (model.resultRegisters() == 1) {
            asm.emit(LoadStore.str(X0, SP, frame.result));
        }
    }

    private void returnToCaller() {
        if (model.resultRegisters() == 2) {
            asm.emit(LoadStore.ldp(X0, X1, SP, frame.result));
        } else if (model.resultRegisters() == 1) {
            asm.emit(LoadStore.ldr(X0, SP, frame.result));
        }
        asm.emit(LoadStore.ldp(FP, LR, SP, frame.callerRecord))
                .emit(Arithmetic.add(SP, SP, frame.size))
                .emit(Branches.ret());
    }

    /** With LR as the caller set it, so the function returns there. */
    private void onToFunction() {
        restoreArguments();
        asm.emit(LoadStore.ldr(X10, SP, frame.ownRecord + 8))
                .emit(LoadStore.ldp(FP, LR, SP, frame.callerRecord))
                .emit(Arithmetic.add(SP, SP, frame.size))
                .emit(Branches.ret(X10));
    }
}
