package org.jftrace.arm64.entry;

import java.util.Arrays;
import org.jftrace.arm64.entry.GateTable.Gate;
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

    /** All that a call needs of what belongs to its CPU, found by one look-up. */
    private static final class PerCpu {
        final ReaderSection.OfCpu section;
        /** The view of the frame of a call that is not nested. */
        final SavedRegs outermost;
        /** That the last call went through. */
        Gate gate = Gate.NONE;

        PerCpu(ReaderSection.OfCpu section, SavedRegs outermost) {
            this.section = section;
            this.outermost = outermost;
        }
    }

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
                trace(data, cpu, behindSite, cpu.x(16), here);
            }
        } finally {
            section.exit(cpu);
        }
    }

    /**
     * Asks first whether it is the last call's gate again: what is behind it can then be fetched while func is still on its way
     * from guest memory. Two calls of the same, so that the compiler keeps the search, which is seldom, out of the way of the rest.
     */
    private void trace(CodeMemory stack, GuestCpu cpu, long behindSite, long func, PerCpu here) {
        long base = cpu.sp() - EntryFrame.SIZE;
        Gate gate = here.gate;
        if (gate.isAt(func)) {
            trace(stack, cpu, behindSite, base, gate.handler(), here.outermost);
        } else {
            here.gate = gates.find(func);
            trace(stack, cpu, behindSite, base, here.gate.handler(), here.outermost);
        }
    }

    private static void trace(
            CodeMemory stack, GuestCpu cpu, long behindSite, long base, EntryHandler handler, SavedRegs outermost) {
        long lr = cpu.x(9);
        SavedRegs regs = outermost.take(base);
        try {
            stack.writeFrame(base, cpu, behindSite, base + EntryFrame.FP, behindSite, cpu.x(29), lr);
            handler.onEntryInSection(cpu, behindSite - 4, lr, regs);
            if (regs.isChanged()) {
                regs.restore(cpu);
            } else {
                cpu.setX(9, behindSite);
                cpu.setX(30, lr);
                cpu.setPc(behindSite);
            }
        } finally {
            regs.release();
        }
    }
}
