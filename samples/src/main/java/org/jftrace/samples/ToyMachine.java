package org.jftrace.samples;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.GuestTask;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.jftrace.spi.MachineClosedException;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.TraceState;
import org.jftrace.spi.arch.HostEntry;
import org.jspecify.annotations.Nullable;

/**
 * A machine of one CPU and one task that knows six instructions. It is all of the SPI in one class, which is more than
 * a real machine would do: here {@code machine}, {@code memory}, {@code cpu} and {@code task} are the same object.
 */
final class ToyMachine implements Machine, CodeMemory, GuestCpu, GuestTask, AutoCloseable {
    /** Memory is 64 KiB from here: text first, then what is allocated, the stack at the end. */
    static final long BASE = 0x10000;

    private static final int SIZE = 0x10000;
    private static final long STACK_TOP = BASE + SIZE;

    // Views that can be single-copy atomic; heap arrays promise no alignment, so the buffer is a direct one.
    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(SIZE + 8).alignedSlice(8);
    private final SymbolTable symbols;
    private final TraceState traceState = new TraceState();
    private final Set<Long> gates = new HashSet<>();
    private final Set<Long> allocated = new HashSet<>();
    private final long[] x = new long[31];
    private long next = BASE + SIZE / 4;
    private long nextGate = 0x8000_0000L;
    private long sp = STACK_TOP;
    private long pc;
    private boolean closed;
    private @Nullable HostEntry entry;

    ToyMachine(int[] program, SymbolTable symbols) {
        this.symbols = symbols;
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
        while (step(readWord(pc))) {}
        return x[0];
    }

    private boolean step(int word) {
        long here = pc;
        pc += 4;
        if (word == 0xd4400000) { // hlt #0
            return false;
        } else if (word == 0xd503201f) { // nop
            return true;
        } else if (word == 0xaa1e03e9) { // mov x9, x30
            x[9] = x[30];
        } else if (word == 0xd65f03c0) { // ret
            pc = x[30];
        } else if ((word & 0xffc00000) == 0x91000000) { // add xd, xn, #imm12
            x[word & 31] = x[word >> 5 & 31] + (word >> 10 & 0xfff);
        } else if ((word & 0xfc000000) == 0x94000000) { // bl label
            branchAndLink(here, here + ((long) (word << 6) >> 4));
        } else {
            throw new IllegalStateException(String.format("0x%x: %08x is not an instruction I know", here, word));
        }
        return true;
    }

    /** The one place where tracing shows, and only for a BL. */
    private void branchAndLink(long here, long target) {
        if (entry != null && entry.isEntry(target)) {
            pc = here;
            entry.enter(this, target);
            return;
        }
        x[30] = here + 4;
        pc = target;
    }

    // ---- CodeMemory

    private int offset(long address, int size) {
        if (address < BASE || address > STACK_TOP - size || address % size != 0) {
            throw new FtraceException(
                    Errno.EFAULT, String.format("0x%x: not %d aligned bytes of my memory", address, size));
        }
        return (int) (address - BASE);
    }

    @Override
    public int readWord(long address) {
        return (int) WORD.getAcquire(bytes, offset(address, 4));
    }

    @Override
    public long readLong(long address) {
        return (long) LONG.get(bytes, offset(address, 8));
    }

    @Override
    public long readLongAcquire(long address) {
        return (long) LONG.getAcquire(bytes, offset(address, 8));
    }

    @Override
    public void writeLong(long address, long value) {
        LONG.set(bytes, offset(address, 8), value);
    }

    @Override
    public void patchWord(long address, int word) {
        requireOpen();
        WORD.setRelease(bytes, offset(address, 4), word);
    }

    @Override
    public void patchLong(long address, long value) {
        requireOpen();
        LONG.setRelease(bytes, offset(address, 8), value);
    }

    @Override
    public long allocateCode(long size, AddressRange near) {
        return allocateData(size); // all of memory is within reach of a BL
    }

    @Override
    public long allocateData(long size) {
        requireOpen();
        if (size > STACK_TOP - SIZE / 4 - next) {
            throw new FtraceException(Errno.ENOMEM, size + " bytes, " + (STACK_TOP - SIZE / 4 - next) + " left");
        }
        long address = next;
        next += size + 15 & -16L; // never given out again: a toy may waste memory
        allocated.add(address);
        return address;
    }

    @Override
    public void free(long address) {
        if (!allocated.remove(address)) {
            throw new IllegalArgumentException(String.format("0x%x is not allocated", address));
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
    public int maxCpus() {
        return 1;
    }

    @Override
    public long mapHostCall(HostCall call) {
        requireOpen();
        nextGate += 4; // only an address: the twin calls what is behind it, no code of ours branches there
        gates.add(nextGate);
        return nextGate;
    }

    @Override
    public void unmapHostCall(long gate) {
        if (!gates.remove(gate)) {
            throw new IllegalArgumentException(String.format("0x%x is not a gate", gate));
        }
    }

    @Override
    public void synchronizeCpus() {
        // The CPU fetches every instruction from memory: it never holds an old word.
    }

    @Override
    public void awaitQuiescence(List<AddressRange> ranges) {
        // The trampolines are intercepted, so their code is never executed.
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new MachineClosedException("the toy machine is closed");
        }
    }

    // ---- GuestCpu and GuestTask

    @Override
    public int id() {
        return 0; // CPU 0 runs task 0: an idle task needs no number
    }

    @Override
    public GuestTask task() {
        return this;
    }

    @Override
    public String comm() {
        return "toy";
    }

    @Override
    public TraceState traceState() {
        return traceState;
    }

    @Override
    public long x(int n) {
        return x[n];
    }

    @Override
    public void setX(int n, long value) {
        x[n] = value;
    }

    @Override
    public long sp() {
        return sp;
    }

    @Override
    public void setSp(long address) {
        sp = address;
    }

    @Override
    public long pc() {
        return pc;
    }

    @Override
    public void setPc(long address) {
        pc = address;
    }
}
