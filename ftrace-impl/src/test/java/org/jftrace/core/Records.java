package org.jftrace.core;

import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.record.RecordTable;
import org.jftrace.core.record.SiteScan;
import org.jftrace.spi.Machine;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.arch.ArchPort;

/** Records without a core around them. */
public final class Records {
    private Records() {}

    public static RecordTable of(Machine machine, SymbolTable symbols) {
        return of(Arm64Port.on(machine), symbols);
    }

    public static RecordTable of(ArchPort arch, SymbolTable symbols) {
        RecordTable records = new RecordTable();
        addTo(records, arch, symbols);
        return records;
    }

    public static void addTo(RecordTable records, ArchPort arch, SymbolTable symbols) {
        SiteScan.of(symbols, arch.patcher(), arch.trampolines().entry()).forEach(records::addRelease);
    }
}
