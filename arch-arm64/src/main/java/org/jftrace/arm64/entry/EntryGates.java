package org.jftrace.arm64.entry;

import org.jftrace.FtraceRegs;
import org.jftrace.arm64.entry.GateTable.Gate;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.ArchPort.EntryHandler;

/** Gates that an entry trampoline calls: sp is the saved frame, x9 the parent ip; x17 is set to a direct trampoline, or 0. */
public final class EntryGates {
    private final Machine machine;
    private final RegsPool views;
    private final GateTable table = new GateTable();

    /**
     * Makes the gates of a machine; none is open yet.
     *
     * @param machine maps them
     * @param stub the code that stands in for a gate that does nothing
     */
    public EntryGates(Machine machine, long stub) {
        this.machine = machine;
        this.views = new RegsPool(machine);
        table.add(stub, (cpu, ip, parentIp, regs) -> {});
    }

    /**
     * Opens a gate.
     *
     * @param handler is called through it
     * @return its address
     */
    public long open(EntryHandler handler) {
        long gate = machine.mapHostCall(new EntryCall(handler, views));
        table.add(gate, handler);
        return gate;
    }

    /**
     * Closes a gate that nobody can reach any more.
     *
     * @param gate from {@link #open}
     */
    public void close(long gate) {
        table.remove(gate);
        machine.unmapHostCall(gate);
    }

    /**
     * Makes the trampoline go on to a direct one when it is done.
     *
     * @param regs what a handler of ours was given
     * @param target where to go
     */
    public void setDirectCaller(FtraceRegs regs, long target) {
        ((SavedRegs) regs).setDirect(target);
    }

    /** Returns the gate at an address; if there is none, one whose handler says so. */
    Gate find(long address) {
        return table.find(address);
    }

    private record EntryCall(EntryHandler handler, RegsPool views) implements HostCall {
        @Override
        public void call(GuestCpu cpu) {
            SavedRegs regs = views.take(cpu.id(), cpu.sp());
            try {
                handler.onEntry(cpu, regs.instructionPointer() - 4, cpu.x(9), regs);
                cpu.setX(17, regs.direct());
            } finally {
                regs.release();
            }
        }
    }
}
