package org.jftrace.arm64.entry;

import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.ArchPort.EntryHandler;
import org.jspecify.annotations.Nullable;

/** Gates that an entry trampoline calls: x0 = ip, x1 = parent ip, x2 = ops handle, x3 = saved frame. */
public final class EntryGates {
    private final Machine machine;
    private final PerCpu<SavedRegs> views;
    private final GateTable table = new GateTable();

    /**
     * Makes the gates of a machine; none is open yet.
     *
     * @param machine maps them
     */
    public EntryGates(Machine machine) {
        this.machine = machine;
        this.views = new PerCpu<>(machine.maxCpus(), () -> new SavedRegs(machine.memory()));
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

    /** Returns the handler behind an address, or null if it is no gate of ours. */
    @Nullable
    EntryHandler handler(long gate) {
        return table.find(gate);
    }

    private record EntryCall(EntryHandler handler, PerCpu<SavedRegs> views) implements HostCall {
        @Override
        public void call(GuestCpu cpu) {
            int id = cpu.id();
            SavedRegs regs = views.push(id).over(cpu.x(3));
            try {
                handler.onEntry(cpu, cpu.x(0), cpu.x(1), regs);
            } finally {
                views.pop(id);
            }
        }
    }
}
