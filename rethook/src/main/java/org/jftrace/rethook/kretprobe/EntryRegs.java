package org.jftrace.rethook.kretprobe;

import java.util.Objects;
import org.jftrace.FtraceRegs;
import org.jftrace.returns.ReturnRegs;
import org.jspecify.annotations.Nullable;

/** All registers of a call as far as ftrace saved them. Reused for every call of a task. */
final class EntryRegs implements ReturnRegs {
    private static final int X8 = 8;
    private static final int FP = 29;
    private static final int LR = 30;

    private @Nullable FtraceRegs regs;

    EntryRegs of(@Nullable FtraceRegs call) {
        regs = call;
        return this;
    }

    private FtraceRegs call() {
        FtraceRegs now = regs;
        if (now == null) {
            throw new IllegalStateException("the handler that these registers were handed to has ended");
        }
        return now;
    }

    @Override
    public boolean knows(int n) {
        Objects.checkIndex(n, LR + 1);
        return n <= X8 || n >= FP;
    }

    @Override
    public long x(int n) {
        if (!knows(n)) {
            throw new UnsupportedOperationException(
                    "x" + n + " is not known at entry: ftrace saved x0 to x8, fp and lr");
        }
        return switch (n) {
            case X8 -> call().indirectResult();
            case FP -> call().framePointer();
            case LR -> call().linkRegister();
            default -> call().argument(n);
        };
    }

    private static UnsupportedOperationException readOnly(String what) {
        return new UnsupportedOperationException(what + " cannot be changed by the entry handler of a kretprobe");
    }

    @Override
    public void setX(int n, long value) {
        throw readOnly("x" + Objects.checkIndex(n, LR + 1));
    }

    @Override
    public long argument(int index) {
        return call().argument(index);
    }

    @Override
    public void setArgument(int index, long value) {
        throw readOnly("argument " + index);
    }

    @Override
    public long indirectResult() {
        return call().indirectResult();
    }

    @Override
    public long framePointer() {
        return call().framePointer();
    }

    @Override
    public long linkRegister() {
        return call().linkRegister();
    }

    @Override
    public void setLinkRegister(long address) {
        throw readOnly("lr");
    }

    @Override
    public long stackPointer() {
        return call().stackPointer();
    }

    @Override
    public long instructionPointer() {
        return call().instructionPointer();
    }

    @Override
    public void setInstructionPointer(long address) {
        throw readOnly("pc");
    }

    @Override
    public long returnValue() {
        throw new UnsupportedOperationException("there is no return value at entry");
    }

    @Override
    public void setReturnValue(long value) {
        throw readOnly("the return value");
    }

    @Override
    public void skipFunction() {
        throw readOnly("pc");
    }
}
