package org.jftrace.arm64.unwind;

import java.util.Arrays;
import org.jftrace.FtraceException;
import org.jftrace.arm64.entry.EntryFrame;
import org.jftrace.arm64.returns.Arm64Returns;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.Unwinder.HiddenReturns;

/**
 * Follows frame records (AAPCS64 section 6.4.6), which every trampoline of ours makes before it calls out: x29 points at the
 * newest, each holds the address of the one before it and a return address. Where the host twin stands in for a
 * trampoline there is none yet; then the traced function is at the pc, and returns to x9, which x30 still equals.
 *
 * <p>A record lies above the one that leads to it, on a stack; one that does not ends the walk, as does one that holds 0.
 */
final class RecordUnwinder {
    private static final int FP = 29;
    private static final int LR = 30;
    private static final int KEPT_LR = 9;
    private static final long RECORD = 16;

    /** What a program's first frame record holds. */
    private static final long END = 0;

    private final CodeMemory memory;
    private final Arm64Returns returns;
    private final RecordWalk[] walks;

    RecordUnwinder(Machine machine, Arm64Returns returns) {
        this.memory = machine.memory();
        this.walks = new RecordWalk[machine.maxCpus()];
        Arrays.setAll(walks, cpu -> new RecordWalk());
        this.returns = returns;
    }

    int walk(GuestCpu cpu, HiddenReturns hidden, long[] addresses) {
        RecordWalk walk = walks[cpu.id()];
        walk.begin(cpu.task(), hidden, addresses);
        begin(cpu, walk);
        long record = cpu.x(FP);
        while (record != END && !walk.isFull()) {
            long next;
            try {
                walk.found(memory.readLong(record + 8), record + RECORD);
                next = memory.readLong(record);
            } catch (FtraceException noStack) {
                return walk.broken();
            }
            if (walk.isLost() || (next != END && Long.compareUnsigned(next, record + RECORD) < 0)) {
                return walk.broken();
            }
            record = next;
        }
        return walk.count();
    }

    /** What there is no frame record of. */
    private void begin(GuestCpu cpu, RecordWalk walk) {
        long sp = cpu.sp();
        if (returns.find(cpu.pc()) != null) {
            walk.found(cpu.pc(), sp); // the host twin of a return
        } else if (returns.containing(cpu.x(LR)) == null && cpu.x(LR) == cpu.x(KEPT_LR)) {
            walk.found(cpu.pc() + 4, sp); // the host twin of a call: the BL has not been executed
            walk.found(memory.readLong(EntryFrame.lrSlot(sp)), sp);
        }
    }
}
