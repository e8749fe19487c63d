package org.jftrace.sim;

import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.CpuFault;
import org.jftrace.sim.os.Cluster;
import org.jftrace.sim.os.GateTable;
import org.jftrace.spi.SymbolTable;

/** Tells in one line what stopped a CPU: which one, where, at which instruction, why, and where it would return to. */
final class FaultReport {
    private static final int LR = 30;

    private final SymbolTable symbols;

    FaultReport(SymbolTable symbols) {
        this.symbols = symbols;
    }

    GuestFault of(Cluster.Failure failure) {
        Cpu cpu = failure.cpu();
        Throwable thrown = failure.thrown();
        String what = thrown instanceof CpuFault ? String.valueOf(thrown.getMessage()) : "threw " + thrown;
        String where = GateTable.ADDRESSES.contains(cpu.pc()) ? "gate 0x" + Long.toHexString(cpu.pc()) : name(cpu.pc());
        return new GuestFault(
                cpu.id(),
                cpu.pc(),
                "cpu " + cpu.id() + " at " + where + ", called from " + name(cpu.x(LR)) + ": " + what,
                thrown);
    }

    private String name(long address) {
        return symbols.containing(address)
                .map(symbol -> symbol.name() + "+0x" + Long.toHexString(address - symbol.address()))
                .orElseGet(() -> address == GateTable.RETURN ? "the host" : "0x" + Long.toHexString(address));
    }
}
