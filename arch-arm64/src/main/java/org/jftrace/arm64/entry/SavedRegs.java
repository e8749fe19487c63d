package org.jftrace.arm64.entry;

import org.jftrace.FtraceRegs;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;
import org.jspecify.annotations.Nullable;

/** The view of an {@link EntryFrame} in guest memory. One is reused for all calls of the same depth on a CPU. */
final class SavedRegs implements FtraceRegs {
    private static final int X0 = EntryFrame.x(0);

    private final CodeMemory memory;
    private @Nullable SavedRegs inner;
    /** 0 while the view is free; no frame lies there. */
    private long frame;

    /** Where to go after the callbacks instead of behind the call site, or 0; 0 while the view is free. */
    private long direct;

    /** False while the view is free. */
    private boolean changed;

    SavedRegs(CodeMemory memory) {
        this.memory = memory;
    }

    /**
     * Points the view of the next depth at a frame, seen from the outermost; whoever gets it must {@link #release} it, on
     * every path.
     */
    SavedRegs take(long address) {
        SavedRegs free = this;
        while (free.frame != 0) { // a callback may still be looking through it
            free = free.inner();
        }
        free.frame = address;
        return free;
    }

    void release() {
        frame = 0;
        if (changed) {
            changed = false;
            direct = 0;
        }
    }

    /** Tells whether a callback may still be looking through the view. */
    boolean isTaken() {
        return frame != 0;
    }

    /** Tells whether the view is of the frame at an address. */
    boolean isAt(long address) {
        return frame == address;
    }

    /** Returns the view of the next depth of nesting. */
    SavedRegs inner() {
        SavedRegs found = inner;
        if (found == null) {
            found = new SavedRegs(memory);
            inner = found;
        }
        return found;
    }

    /** Tells whether anything was set in this call. */
    boolean isChanged() {
        return changed;
    }

    private long get(int offset) {
        return memory.readLong(frame + offset);
    }

    private void set(int offset, long value) {
        memory.writeLong(frame + offset, value);
        changed = true; // not if it fails, as it does once the view is free
    }

    void setDirect(long target) {
        changed = true;
        direct = target;
    }

    long direct() {
        return direct;
    }

    /** What the trampoline's loads would pick up, and where its last branch would go. */
    void restore(GuestCpu cpu) {
        for (int n = 0; n <= 8; n++) {
            cpu.setX(n, get(EntryFrame.x(n)));
        }
        cpu.setX(29, framePointer());
        long lr = linkRegister();
        long pc = instructionPointer();
        cpu.setX(17, direct);
        if (direct != 0) {
            cpu.setX(9, lr);
            cpu.setX(10, lr);
            cpu.setX(30, pc);
            cpu.setPc(direct);
        } else {
            cpu.setX(9, pc);
            cpu.setX(30, lr);
            cpu.setPc(pc);
        }
    }

    private long argumentAddress(int index) {
        if (index < 0 || index >= MAX_ARGUMENTS) {
            throw new IndexOutOfBoundsException("argument " + index + " is not in 0 to " + (MAX_ARGUMENTS - 1));
        }
        return index < REGISTER_ARGUMENTS
                ? frame + EntryFrame.x(index)
                : stackPointer() + 8L * (index - REGISTER_ARGUMENTS);
    }

    @Override
    public long argument(int index) {
        return memory.readLong(argumentAddress(index));
    }

    @Override
    public void setArgument(int index, long value) {
        memory.writeLong(argumentAddress(index), value);
        changed = true;
    }

    @Override
    public long indirectResult() {
        return get(EntryFrame.X8);
    }

    @Override
    public long framePointer() {
        return get(EntryFrame.FP);
    }

    @Override
    public long linkRegister() {
        return get(EntryFrame.LR);
    }

    @Override
    public void setLinkRegister(long address) {
        if (changed && instructionPointer() == linkRegister()) {
            set(EntryFrame.PC, address); // skipped: its return is hooked all the same
        }
        set(EntryFrame.LR, address);
    }

    @Override
    public long stackPointer() {
        return frame + EntryFrame.SIZE;
    }

    @Override
    public long instructionPointer() {
        return get(EntryFrame.PC);
    }

    @Override
    public void setInstructionPointer(long address) {
        if ((address & 3) != 0) {
            throw new IllegalArgumentException(
                    "instruction pointer 0x" + Long.toHexString(address) + " is not 4-byte aligned");
        }
        set(EntryFrame.PC, address);
    }

    @Override
    public long returnValue() {
        return get(X0);
    }

    @Override
    public void setReturnValue(long value) {
        set(X0, value);
    }

    @Override
    public void skipFunction() {
        set(EntryFrame.PC, linkRegister());
    }
}
