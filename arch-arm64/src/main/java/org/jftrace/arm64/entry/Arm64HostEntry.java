package org.jftrace.arm64.entry;

import java.util.Arrays;
import org.jftrace.arm64.entry.GateTable.Gate;
import org.jftrace.arm64.returns.Arm64Returns;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.Machine;
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
        PerCpu here = cpus[cpu.id()];
        CodeMemory data = memory; // in a local, or the barriers below make the compiler load it again and again
        long behindSite = cpu.pc() + 4;
        here.section.enter(cpu);
        try {
            long handle = trampolines.boundHandle(target);
            if (handle == EntryTrampolines.FROM_LITERAL) {
                handle = data.loadPairThroughAcquire(FtraceCaller.literalOf(behindSite), cpu, 16);
            } else {
                data.loadPairAcquire(handle + OpsHandle.FUNC, cpu, 16);
            }
            cpu.setX(11, handle);
            long direct = cpu.x(17);
            if (direct != 0) {
                cpu.setX(30, behindSite);
                cpu.setPc(direct);
                return;
            }
            Gate gate = here.gate;
            if (gate.isAt(cpu.x(16))) {
                trace(data, cpu, behindSite, gate, here);
            } else {
                traceThroughAnother(data, cpu, behindSite, here);
            }
        } finally {
            here.section.exit(cpu);
        }
    }

    /** Seldom, so on its own: what a search takes would be in the way of calls through the last call's gate. */
    private void traceThroughAnother(CodeMemory stack, GuestCpu cpu, long behindSite, PerCpu here) {
        Gate gate = gates.find(cpu.x(16));
        here.gate = gate;
        trace(stack, cpu, behindSite, gate, here);
    }

    private static void trace(CodeMemory stack, GuestCpu cpu, long behindSite, Gate gate, PerCpu here) {
        long base = cpu.sp() - EntryFrame.SIZE;
        long lr = cpu.x(9);
        SavedRegs regs = here.outermost.take(base);
        try {
            stack.writeFrame(base, cpu, behindSite, base + EntryFrame.FP, behindSite, cpu.x(29), lr);
            gate.handler().onEntryInSection(cpu, behindSite - 4, lr, regs);
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
