package org.jftrace.arm64.entry;

import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.ArchPort.EntryHandler;
import org.jftrace.spi.arch.HostEntry;
import org.jftrace.spi.arch.OpsHandle;
import org.jftrace.spi.arch.ReaderSection;

/**
 * {@link FtraceCaller} in Java, step by step: the same loads in the same order, the same 144 bytes on the guest's stack,
 * the same registers left behind. Each shared pointer (literal, func, direct) is read once, with acquire where the
 * executed code has an address dependency.
 */
public final class Arm64HostEntry implements HostEntry {
    private final CodeMemory memory;
    private final EntryTrampolines trampolines;
    private final EntryGates gates;
    private final ReaderSection readers;
    private final PerCpu<Frame> frames;

    /** What one depth of nesting on one CPU needs: the frame before it is stored, and the view of it. */
    private static final class Frame {
        final long[] slots = new long[EntryFrame.SIZE / 8];
        final SavedRegs regs;

        Frame(CodeMemory memory) {
            regs = new SavedRegs(memory);
        }

        void put(int offset, long value) {
            slots[offset >> 3] = value;
        }
    }

    /**
     * Makes the twin of a machine's entry trampolines.
     *
     * @param machine whose memory holds literals, handles and stacks
     * @param trampolines that it stands in for
     * @param gates that handles lead to
     * @param readers brackets every use of a shared pointer
     */
    public Arm64HostEntry(Machine machine, EntryTrampolines trampolines, EntryGates gates, ReaderSection readers) {
        this.memory = machine.memory();
        this.trampolines = trampolines;
        this.gates = gates;
        this.readers = readers;
        this.frames = new PerCpu<>(machine.maxCpus(), () -> new Frame(memory));
    }

    @Override
    public boolean isEntry(long target) {
        return trampolines.isEntry(target);
    }

    @Override
    public void enter(GuestCpu cpu, long target) {
        readers.enter(cpu);
        try {
            long behindSite = cpu.pc() + 4;
            long handle = trampolines.boundHandle(target);
            if (handle == EntryTrampolines.FROM_LITERAL) {
                handle = memory.readLongAcquire(FtraceCaller.literalOf(behindSite));
            }
            long func = memory.readLongAcquire(handle + OpsHandle.FUNC);
            long direct = memory.readLongAcquire(handle + OpsHandle.DIRECT);
            cpu.setX(11, handle);
            cpu.setX(16, func);
            cpu.setX(17, direct);
            if (direct != 0) {
                cpu.setX(30, behindSite);
                cpu.setPc(direct);
            } else {
                trace(cpu, behindSite, func);
            }
        } finally {
            readers.exit(cpu);
        }
    }

    private void trace(GuestCpu cpu, long behindSite, long func) {
        long sp = cpu.sp();
        long base = sp - EntryFrame.SIZE;
        int id = cpu.id();
        Frame frame = frames.push(id);
        try {
            save(cpu, frame, base, behindSite);
            memory.writeLongs(base, frame.slots, frame.slots.length);
            callBack(cpu, behindSite, func, frame.regs.over(base));
            cpu.setX(10, sp);
            if (frame.regs.changed()) {
                restore(cpu, base);
            } else {
                cpu.setX(9, behindSite);
                cpu.setX(30, frame.slots[EntryFrame.LR >> 3]);
                cpu.setPc(behindSite);
            }
        } finally {
            frames.pop(id);
        }
    }

    private static void save(GuestCpu cpu, Frame frame, long base, long behindSite) {
        for (int n = 0; n <= 8; n++) {
            frame.slots[n] = cpu.x(n);
        }
        long fp = cpu.x(29);
        long lr = cpu.x(9);
        frame.put(EntryFrame.DIRECT, 0);
        frame.put(EntryFrame.FP, fp);
        frame.put(EntryFrame.LR, lr);
        frame.put(EntryFrame.SP, base + EntryFrame.SIZE);
        frame.put(EntryFrame.PC, behindSite);
        frame.put(EntryFrame.OWN_RECORD, base + EntryFrame.CALLER_RECORD);
        frame.put(EntryFrame.OWN_RECORD + 8, behindSite);
        frame.put(EntryFrame.CALLER_RECORD, fp);
        frame.put(EntryFrame.CALLER_RECORD + 8, lr);
    }

    private void callBack(GuestCpu cpu, long behindSite, long func, SavedRegs regs) {
        EntryHandler handler = gates.handler(func);
        if (handler != null) {
            handler.onEntry(cpu, behindSite - 4, cpu.x(9), regs);
        } else if (func != trampolines.stub()) {
            throw new IllegalStateException("the ops of the site at 0x" + Long.toHexString(behindSite - 4)
                    + " has func 0x" + Long.toHexString(func) + ", which is neither a gate nor the stub");
        }
    }

    /** What the trampoline's loads would pick up, and where its last branch would go. */
    private void restore(GuestCpu cpu, long base) {
        for (int n = 0; n <= 8; n++) {
            cpu.setX(n, memory.readLong(base + EntryFrame.x(n)));
        }
        cpu.setX(29, memory.readLong(base + EntryFrame.FP));
        long lr = memory.readLong(base + EntryFrame.LR);
        long pc = memory.readLong(base + EntryFrame.PC);
        long direct = memory.readLong(base + EntryFrame.DIRECT);
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
}
