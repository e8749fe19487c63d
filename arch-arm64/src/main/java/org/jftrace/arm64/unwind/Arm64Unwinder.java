package org.jftrace.arm64.unwind;

import org.jftrace.arm64.bpf.Arm64Images;
import org.jftrace.arm64.entry.EntryTrampolines;
import org.jftrace.arm64.entry.RegsPool;
import org.jftrace.arm64.returns.Arm64Returns;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.Unwinder;
import org.jftrace.stack.StackTrace;

/** The unwinder of a machine. */
public final class Arm64Unwinder implements Unwinder {
    private final CodeMemory memory;
    private final CodeMap code;
    private final RecordUnwinder records;
    private final RegsPool twinViews;

    /**
     * Makes the unwinder of a machine.
     *
     * @param machine whose stacks are looked at
     * @param entries its entry trampolines
     * @param returns its return trampolines
     * @param images its trampolines for one function
     * @param twinViews the calls that are handled without executing a trampoline
     */
    public Arm64Unwinder(
            Machine machine, EntryTrampolines entries, Arm64Returns returns, Arm64Images images, RegsPool twinViews) {
        this.memory = machine.memory();
        this.code = new CodeMap(memory, entries, returns, images);
        this.records = new RecordUnwinder(machine, returns);
        this.twinViews = twinViews;
    }

    @Override
    public int walk(GuestCpu cpu, HiddenReturns hidden, long[] addresses) {
        return records.walk(cpu, hidden, addresses);
    }

    @Override
    public StackTrace trace(GuestCpu cpu, HiddenReturns hidden, KnownCode known) {
        HiddenAddresses addresses = new HiddenAddresses(hidden, cpu.task());
        return new Walk(memory, pc -> code.find(pc, known), addresses).from(cpu, twinViews.parentReturn(cpu));
    }
}
