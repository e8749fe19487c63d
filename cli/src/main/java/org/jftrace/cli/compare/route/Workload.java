package org.jftrace.cli.compare.route;

import static org.jftrace.arm64.a64.emit.Reg.FP;
import static org.jftrace.arm64.a64.emit.Reg.LR;
import static org.jftrace.arm64.a64.emit.Reg.SP;
import static org.jftrace.arm64.a64.emit.Reg.X0;
import static org.jftrace.arm64.a64.emit.Reg.X1;
import static org.jftrace.arm64.a64.emit.Reg.X19;
import static org.jftrace.arm64.a64.emit.Reg.X2;
import static org.jftrace.arm64.a64.emit.Reg.X20;
import static org.jftrace.arm64.a64.emit.Reg.X21;

import java.util.concurrent.atomic.AtomicLong;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.arm64.a64.emit.Arithmetic;
import org.jftrace.arm64.a64.emit.Assembler;
import org.jftrace.arm64.a64.emit.Branches;
import org.jftrace.arm64.a64.emit.LoadStore;
import org.jftrace.arm64.a64.emit.Moves;
import org.jftrace.arm64.a64.emit.SystemInstructions;
import org.jftrace.sim.SimMachine;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.arch.image.FunctionModel;

/** What is traced. Of each the published figures have a counterpart. */
public enum Workload {
    /** The trigger benchmark: a loop around a function that returns at once. */
    TRIGGER("trigger", "a loop that calls an empty function", 40_000) {
        @Override
        Loop build(SimMachine machine, Ftrace ftrace) {
            ftrace.modules().load(emptyFunction(machine));
            long empty = ftrace.select(Filter.name(EMPTY))[0] - 4;
            return loop(machine, EMPTY, FunctionModel.ofLongs(1), asm -> asm.emit(Branches.bl(asm.here(), empty)));
        }
    },

    /** The writes of the discussion's dd, which copied blocks of 512 bytes to /dev/null. */
    WRITE("write", "writes 512 bytes to the guest's /dev/null through vfs_write, which is traced", 20_000) {
        @Override
        Loop build(SimMachine machine, Ftrace ftrace) {
            machine.call("mount_all");
            long path = GuestCode.string(machine.memory(), "/dev/null");
            long file = machine.call("vfs_open", path, 0);
            long write = machine.symbols().named("vfs_write").orElseThrow().address();
            return loop(
                    machine,
                    "vfs_write",
                    FunctionModel.ofLongs(3),
                    asm -> asm.emit(Moves.mov(X0, X20), Moves.mov(X1, X21), Moves.movz(X2, BLOCK, 0))
                            .emit(Branches.bl(asm.here(), write)),
                    file,
                    path); // null does not look at what it is given
        }
    };

    private static final String EMPTY = "empty";
    private static final int BLOCK = 512;
    private static final int FRAME = 48;

    private final String title;
    private final String summary;
    private final int batch;

    /** The body of a turn. */
    private interface Body {
        void emit(Assembler asm);
    }

    Workload(String title, String summary, int batch) {
        this.title = title;
        this.summary = summary;
        this.batch = batch;
    }

    public String title() {
        return title;
    }

    /** What one turn does. */
    public String summary() {
        return summary;
    }

    /** How many turns take long enough to be timed. */
    public int batch() {
        return batch;
    }

    /** Brings the code into a machine, whose ftrace has nothing registered yet. */
    abstract Loop build(SimMachine machine, Ftrace ftrace);

    /** A loop over x19 that keeps x1 and x2 in x20 and x21. */
    private static Loop loop(SimMachine machine, String function, FunctionModel model, Body body, long... arguments) {
        AtomicLong head = new AtomicLong();
        long start = GuestCode.place(machine.memory(), machine.symbols().text(), asm -> {
            asm.emit(LoadStore.stpPre(FP, LR, SP, -FRAME))
                    .emit(Moves.mov(FP, SP))
                    .emit(LoadStore.stp(X19, X20, SP, 16))
                    .emit(LoadStore.str(X21, SP, 32))
                    .emit(Moves.mov(X19, X0), Moves.mov(X20, X1), Moves.mov(X21, X2));
            Assembler.Label again = asm.label("again");
            asm.bind(again);
            head.setPlain(asm.here());
            body.emit(asm);
            asm.emit(Arithmetic.sub(X19, X19, 1))
                    .emit((from, to) -> Branches.cbnz(X19, from, to), again)
                    .emit(LoadStore.ldr(X21, SP, 32))
                    .emit(LoadStore.ldp(X19, X20, SP, 16))
                    .emit(LoadStore.ldpPost(FP, LR, SP, FRAME))
                    .emit(Branches.ret());
        });
        return new Loop(start, head.getPlain(), function, model, arguments);
    }

    /** A module of one function, compiled as {@code -fpatchable-function-entry=4,2} would. */
    private static SymbolTable emptyFunction(SimMachine machine) {
        CodeMemory memory = machine.memory();
        int nop = SystemInstructions.NOP;
        long before =
                GuestCode.place(memory, machine.symbols().text(), asm -> asm.emit(nop, nop, nop, nop, Branches.ret()));
        return SymbolTable.builder("trigger")
                .function(EMPTY, before + 8, 12)
                .patchableEntries(before)
                .build();
    }
}
