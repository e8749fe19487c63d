package org.jftrace.cli.compare.route;

import static org.jftrace.arm64.a64.emit.Reg.FP;
import static org.jftrace.arm64.a64.emit.Reg.LR;
import static org.jftrace.arm64.a64.emit.Reg.SP;
import static org.jftrace.arm64.a64.emit.Reg.X0;
import static org.jftrace.arm64.a64.emit.Reg.X1;
import static org.jftrace.arm64.a64.emit.Reg.X10;
import static org.jftrace.arm64.a64.emit.Reg.X16;
import static org.jftrace.arm64.a64.emit.Reg.X2;
import static org.jftrace.arm64.a64.emit.Reg.X9;

import org.jftrace.arm64.a64.emit.Assembler;
import org.jftrace.arm64.a64.emit.Branches;
import org.jftrace.arm64.a64.emit.LoadStore;
import org.jftrace.arm64.a64.emit.Moves;
import org.jftrace.arm64.a64.emit.SystemInstructions;
import org.jftrace.spi.AddressRange;

/**
 * A trampoline as one writes it by hand for a function of up to three arguments, the kernel's sample ftrace-direct: saves
 * what the function may look at, calls one function, which is a host gate here, and goes on.
 */
final class DirectTracer {
    private static final long FAR = 1L << 30;

    private DirectTracer() {}

    static void attach(Bench bench, boolean near) {
        AddressRange text = bench.machine.symbols().text();
        AddressRange place = near ? text : AddressRange.ofSize(text.end() + FAR, 4);
        long gate = bench.machine.mapHostCall(cpu -> bench.hit());
        long trampoline = GuestCode.place(bench.machine.memory(), place, asm -> emit(asm, gate));
        bench.ftrace.directCalls().register("direct", bench.traced(), trampoline);
    }

    /** Entered with LR behind the call site and the caller's LR in X9. */
    private static void emit(Assembler asm, long gate) {
        asm.emit(SystemInstructions.BTI_C)
                .emit(LoadStore.stpPre(FP, X9, SP, -48))
                .emit(Moves.mov(FP, SP))
                .emit(LoadStore.stp(X0, X1, SP, 16))
                .emit(LoadStore.stp(X2, LR, SP, 32))
                .ldr(X16, gate)
                .emit(Branches.blr(X16))
                .emit(LoadStore.ldp(X0, X1, SP, 16))
                .emit(LoadStore.ldp(X2, X10, SP, 32))
                .emit(LoadStore.ldpPost(FP, LR, SP, 48))
                .emit(Branches.ret(X10));
    }
}
