package org.jftrace.arm64.entry;

import java.util.Arrays;
import org.jftrace.arm64.returns.Arm64Returns;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.ArchPort.EntryHandler;
import org.jftrace.spi.arch.HostEntry;
import org.jftrace.spi.arch.OpsHandle;
import org.jftrace.spi.arch.ReaderSection;

/**
 * {@link FtraceCaller} in Java, step by step: the same loads in the same order, the same 112 bytes on the guest's stack,
 * the same registers left behind. Each shared pointer (literal, func, direct) is read once, with acquire where the
 * executed code has an address dependency.
 */
public final class Arm64HostEntry implements HostEntry {
    private final CodeMemory memory;
    private final EntryTrampolines trampolines;
    private final EntryGates gates;
    private final Arm64Returns returns;
    private final PerCpu[] cpus;

    /**
     * All that a call needs of what belongs to its CPU, found by one look-up.
     *
     * @param section of this CPU
     * @param outermost the view of the frame of a call that is not nested
     */
    private record PerCpu(ReaderSection.OfCpu section, SavedRegs outermost) {}

    /**
     * Makes the twin of a machine's entry trampolines.
     *
     * @param machine whose memory holds literals, handles and stacks
     * @param trampolines that it stands in for
     * @param gates that handles lead to
     * @param returns the trampolines that hooked functions return to
     * @param views that tell a stack trace which calls are being handled
     * @param readers brackets every use of a shared pointer
     */
    public Arm64HostEntry(
            Machine machine,
            EntryTrampolines trampolines,
            EntryGates gates,
            Arm64Returns returns,
            RegsPool views,
            ReaderSection readers) {
        this.memory = machine.memory();
        this.trampolines = trampolines;
        this.gates = gates;
        this.returns = returns;
        this.cpus = new PerCpu[machine.maxCpus()];
        Arrays.setAll(cpus, cpu -> new PerCpu(readers.of(cpu), views.outermost(cpu)));
    }

    @Override
    public boolean isEntry(long target) {
        return trampolines.isEntry(target);
    }

    @Override
    public boolean isReturn(long pc) {
        return returns.find(pc) != null;
    }

    @Override
    public void leave(GuestCpu cpu) {
        returns.leave(cpu);
    }

    @Override
    public void enter(GuestCpu cpu, long target) {
        CodeMemory data = memory; // in locals, or the barriers below make the compiler load them again and again
        PerCpu here = cpus[cpu.id()];
        ReaderSection.OfCpu section = here.section;
        section.enter(cpu);
        try {
            long behindSite = cpu.pc() + 4;
            long handle = trampolines.boundHandle(target);
            if (handle == EntryTrampolines.FROM_LITERAL) {
                handle = data.readLongAcquire(FtraceCaller.literalOf(behindSite));
            }
            data.loadPairAcquire(handle + OpsHandle.FUNC, cpu, 16);
            cpu.setX(11, handle);
            long direct = cpu.x(17);
            if (direct != 0) {
                cpu.setX(30, behindSite);
                cpu.setPc(direct);
            } else {
                trace(data, cpu, behindSite, cpu.x(16), here.outermost);
            }
        } finally {
            section.exit(cpu);
        }
    }

    private void trace(CodeMemory stack, GuestCpu cpu, long behindSite, long func, SavedRegs outermost) {
        long base = cpu.sp() - EntryFrame.SIZE;
        long lr = cpu.x(9);
        save(stack, cpu, base, behindSite, lr);
        SavedRegs regs = outermost.take(base);
        try {
            callBack(cpu, behindSite, func, lr, regs);
            if (regs.isChanged()) {
                restore(cpu, base, regs.direct());
            } else {
                cpu.setX(9, behindSite);
                cpu.setX(30, lr);
                cpu.setPc(behindSite);
            }
        } finally {
            regs.release();
        }
    }

    private static void save(CodeMemory stack, GuestCpu cpu, long base, long behindSite, long lr) {
        stack.writeFrame(base, cpu, behindSite, base + EntryFrame.FP, behindSite, cpu.x(29), lr);
    }

    private void callBack(GuestCpu cpu, long behindSite, long func, long lr, SavedRegs regs) {
        EntryHandler handler = gates.handler(func, regs.gateHint);
        if (handler != null) {
            handler.onEntryInSection(cpu, behindSite - 4, lr, regs);
        } else if (func != trampolines.stub()) {
            throw new IllegalStateException("the ops of the site at 0x" + Long.toHexString(behindSite - 4)
                    + " has func 0x" + Long.toHexString(func) + ", which is neither a gate nor the stub");
        }
    }

    /** What the trampoline's loads would pick up, and where its last branch would go. */
    private void restore(GuestCpu cpu, long base, long direct) {
        for (int n = 0; n <= 8; n++) {
            cpu.setX(n, memory.readLong(base + EntryFrame.x(n)));
        }
        cpu.setX(29, memory.readLong(base + EntryFrame.FP));
        long lr = memory.readLong(base + EntryFrame.LR);
        long pc = memory.readLong(base + EntryFrame.PC);
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
