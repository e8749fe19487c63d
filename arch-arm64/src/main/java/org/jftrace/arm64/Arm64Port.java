package org.jftrace.arm64;

import org.jftrace.FtraceRegs;
import org.jftrace.arm64.bpf.Arm64Images;
import org.jftrace.arm64.callsite.Arm64CallSitePatcher;
import org.jftrace.arm64.entry.Arm64HostEntry;
import org.jftrace.arm64.entry.EntryGates;
import org.jftrace.arm64.entry.EntryTrampolines;
import org.jftrace.arm64.entry.RegsPool;
import org.jftrace.arm64.returns.Arm64Returns;
import org.jftrace.arm64.unwind.Arm64Unwinder;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.ArchPort;
import org.jftrace.spi.arch.CallSitePatcher;
import org.jftrace.spi.arch.HostEntry;
import org.jftrace.spi.arch.ReaderSection;
import org.jftrace.spi.arch.ReturnTrampolines;
import org.jftrace.spi.arch.TrampolineFactory;
import org.jftrace.spi.arch.Unwinder;
import org.jftrace.spi.arch.image.ImageFactory;

/**
 * The arm64 backend, bound to one machine: what Linux has in {@code arch/arm64/kernel/ftrace.c} and {@code
 * entry-ftrace.S} with {@code DYNAMIC_FTRACE_WITH_CALL_OPS} and {@code DYNAMIC_FTRACE_WITH_DIRECT_CALLS}.
 */
public final class Arm64Port implements ArchPort {
    private final Machine machine;
    private final Arm64CallSitePatcher patcher;
    private final EntryTrampolines trampolines;
    private final EntryGates gates;
    private final Arm64Returns returns;
    private final Arm64Images images;
    private final RegsPool twinViews;
    private final Arm64Unwinder unwinder;

    private Arm64Port(Machine machine) {
        this.machine = machine;
        this.patcher = new Arm64CallSitePatcher(machine.memory());
        this.trampolines = new EntryTrampolines(machine);
        this.gates = new EntryGates(machine, trampolines.stub());
        this.returns = new Arm64Returns(machine);
        this.images = new Arm64Images(machine);
        this.twinViews = new RegsPool(machine);
        this.unwinder = new Arm64Unwinder(machine, trampolines, returns, images, twinViews);
    }

    /**
     * Binds the backend to a machine and generates its static trampoline in the machine's memory.
     *
     * @param machine whose main image is mapped
     * @return a port for this machine
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#ENOMEM} if there is no room for code within reach of a
     *     BL from the main image
     */
    public static Arm64Port on(Machine machine) {
        return new Arm64Port(machine);
    }

    @Override
    public CallSitePatcher patcher() {
        return patcher;
    }

    @Override
    public TrampolineFactory trampolines() {
        return trampolines;
    }

    @Override
    public ReturnTrampolines returns() {
        return returns;
    }

    @Override
    public ImageFactory images() {
        return images;
    }

    @Override
    public Unwinder unwinder() {
        return unwinder;
    }

    @Override
    public long openGate(EntryHandler handler) {
        return gates.open(handler);
    }

    @Override
    public void closeGate(long gate) {
        gates.close(gate);
    }

    @Override
    public void setDirectCaller(FtraceRegs regs, long target) {
        gates.setDirectCaller(regs, target);
    }

    @Override
    public HostEntry hostEntry(ReaderSection readers) {
        return new Arm64HostEntry(machine, trampolines, gates, returns, twinViews, readers);
    }
}
