package org.jftrace.samples;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.GuestTask;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.arch.HostEntry;
import org.jspecify.annotations.Nullable;

/**
 * A machine of one CPU and one task that knows six instructions. It is all of the SPI in one class, which is more than
 * a real machine would do: here {@code machine}, {@code memory} and {@code cpu} are the same object.
 */
final class ToyMachine extends GuestCpu.Registers implements Machine, CodeMemory {
    /** Memory is 64 KiB from here: text first, then what is allocated, the stack at the end. */
    static final long BASE = 0x10000;

    private static final int SIZE = 0x10000;
    private static final long HEAP_END = BASE + SIZE - SIZE / 4;

    // Little-endian; 64 bits are single-copy atomic, and so is a half of them that is exchanged with the other
    // unchanged.
    private final AtomicLongArray longs = new AtomicLongArray(SIZE / 8);
    private final SymbolTable symbols;
    private final Set<Long> givenOut = new HashSet<>();
    private long heap = BASE + SIZE / 4;
    private long gates = 0x8000_0000L;
    private @Nullable HostEntry entry;

    ToyMachine(int[] program, SymbolTable symbols) {
        super(0, GuestTask.of(0, "toy"));
        this.symbols = symbols;
        sp = BASE + SIZE;
        for (int i = 0; i < program.length; i++) {
            patchWord(BASE + 4L * i, program[i]);
        }
    }

    /** Says who stands in for the trampolines: from now on a BL to one of them is intercepted. */
    void intercept(HostEntry hostEntry) {
        entry = hostEntry;
    }

    // ---- running

    /** Runs from an address to the HLT and returns x0. */
    long run(long start) {
        pc = start;
        for (int word = readWord(pc); word != 0xd4400000; word = readWord(pc)) { // hlt #0
            step(word);
        }
        return x[0];
    }

    private void step(int word) {
        pc += 4;
        if (word == 0xaa1e03e9) { // mov x9, x30
            x[9] = x[30];
        } else if (word == 0xd65f03c0) { // ret
            pc = x[30];
        } else if ((word & 0xffc00000) == 0x91000000) { // add xd, xn, #imm12
            x[word & 31] = x[word >> 5 & 31] + (word >> 10 & 0xfff);
        } else if ((word & 0xfc000000) == 0x94000000) { // bl label
            branchAndLink(pc - 4 + ((long) (word << 6) >> 4));
        } else if (word != 0xd503201f) { // nop
            throw new IllegalStateException(String.format("0x%x: %08x is not an instruction I know", pc - 4, word));
        }
    }

    /** The one place where tracing shows, and only for a BL. */
    private void branchAndLink(long target) {
        if (entry != null && entry.isEntry(target)) {
            pc -= 4;
            entry.enter(this, target);
        } else {
            x[30] = pc;
            pc = target;
        }
    }

    // ---- CodeMemory

    private int index(long address, int size) {
        if (address < BASE || address >= BASE + SIZE || address % size != 0) {
            throw new FtraceException(
                    Errno.EFAULT, String.format("0x%x: not %d aligned bytes of my memory", address, size));
        }
        return (int) (address - BASE) / 8;
    }

    @Override
    public long readLongAcquire(long address) {
        return longs.getAcquire(index(address, 8));
    }

    @Override
    public void patchWord(long address, int word) {
        long mask = 0xffff_ffffL << (8 * (address & 4));
        long bits = (word & 0xffff_ffffL) * 0x1_0000_0001L;
        longs.updateAndGet(index(address, 4), old -> (old & ~mask) | (bits & mask));
    }

    @Override
    public void patchLong(long address, long value) {
        longs.setRelease(index(address, 8), value);
    }

    @Override
    public synchronized long allocateData(long size) {
        if (size > HEAP_END - heap) {
            throw new FtraceException(Errno.ENOMEM, size + " bytes, " + (HEAP_END - heap) + " left");
        }
        long address = heap;
        heap += size + 15 & -16; // never given out again: a toy may waste memory
        givenOut.add(address);
        return address;
    }

    @Override
    public synchronized void free(long address) {
        if (!givenOut.remove(address)) {
            throw new IllegalArgumentException(String.format("0x%x was not given out", address));
        }
    }

    // ---- Machine

    @Override
    public CodeMemory memory() {
        return this;
    }

    @Override
    public SymbolTable symbols() {
        return symbols;
    }

    @Override
    public synchronized long mapHostCall(HostCall call) {
        gates += 4; // only an address: the twin calls what is behind it, no code of ours branches there
        givenOut.add(-gates); // negative: no block and no address of a block
        return gates;
    }

    @Override
    public void unmapHostCall(long gate) {
        free(-gate);
    }

    @Override
    public void synchronizeCpus() {} // the CPU fetches every instruction from memory: it never holds an old word

    @Override
    public void awaitQuiescence(List<AddressRange> ranges) {} // the trampolines are intercepted, never executed
}
