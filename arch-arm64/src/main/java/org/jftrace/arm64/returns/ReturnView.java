package org.jftrace.arm64.returns;

import java.util.Objects;
import org.jftrace.returns.RegisterSet;
import org.jftrace.returns.ReturnRegs;
import org.jftrace.spi.CodeMemory;
import org.jspecify.annotations.Nullable;

/** The view of a {@link ReturnFrame} in guest memory. One is reused for all returns of the same depth on a CPU. */
final class ReturnView implements ReturnRegs {
    private final CodeMemory memory;
    private @Nullable ReturnView inner;
    /** 0 while the view is free; no frame lies there. */
    private long frame;

    private RegisterSet saved = RegisterSet.RESULTS;
    private boolean resolved;

    ReturnView(CodeMemory memory) {
        this.memory = memory;
    }

    /** Takes the view of the next depth; whoever gets it must {@link #release} it, on every path. */
    ReturnView take(long address, RegisterSet registers) {
        ReturnView free = this;
        while (free.frame != 0) {
            free = free.inner();
        }
        free.frame = address;
        free.saved = registers;
        free.resolved = false;
        return free;
    }

    private ReturnView inner() {
        ReturnView found = inner;
        if (found == null) {
            found = new ReturnView(memory);
            inner = found;
        }
        return found;
    }

    /** Tells whether the handler has said where to go on; that may be the same trampoline again. */
    boolean isResolved() {
        return resolved;
    }

    void release() {
        frame = 0;
    }

    @Override
    public boolean knows(int n) {
        Objects.checkIndex(n, 31);
        return n < REGISTER_ARGUMENTS || n >= 29 || saved == RegisterSet.ALL;
    }

    private long slot(int n) {
        if (!knows(n)) {
            throw new UnsupportedOperationException(
                    "x" + n + " is not known: the trampoline saved only results and fp");
        }
        return frame + ReturnFrame.x(n);
    }

    @Override
    public long x(int n) {
        return memory.readLong(slot(n));
    }

    @Override
    public void setX(int n, long value) {
        if (n == 30) {
            setInstructionPointer(value);
        } else {
            memory.writeLong(slot(n), value);
        }
    }

    private long argumentAddress(int index) {
        Objects.checkIndex(index, MAX_ARGUMENTS);
        return index < REGISTER_ARGUMENTS
                ? frame + ReturnFrame.x(index)
                : stackPointer() + 8L * (index - REGISTER_ARGUMENTS);
    }

    @Override
    public long argument(int index) {
        return memory.readLong(argumentAddress(index));
    }

    @Override
    public void setArgument(int index, long value) {
        memory.writeLong(argumentAddress(index), value);
    }

    @Override
    public long indirectResult() {
        return x(8);
    }

    @Override
    public long framePointer() {
        return x(29);
    }

    @Override
    public long linkRegister() {
        return instructionPointer();
    }

    @Override
    public void setLinkRegister(long address) {
        setInstructionPointer(address);
    }

    @Override
    public long stackPointer() {
        return frame + ReturnFrame.size(saved);
    }

    @Override
    public long instructionPointer() {
        return memory.readLong(frame + ReturnFrame.LR);
    }

    @Override
    public void setInstructionPointer(long address) {
        if ((address & 3) != 0) {
            throw new IllegalArgumentException(
                    "instruction pointer 0x" + Long.toHexString(address) + " is not 4-byte aligned");
        }
        resolved = true;
        memory.writeLong(frame + ReturnFrame.LR, address);
    }

    @Override
    public long returnValue() {
        return x(0);
    }

    @Override
    public void setReturnValue(long value) {
        setX(0, value);
    }

    /** The function has been left already. */
    @Override
    public void skipFunction() {}
}
