package org.jftrace.sim.light;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.MachineClosedException;

/**
 * One flat stretch of memory: {@code text | heap | stacks}. It is a {@code long[]}, because a view VarHandle over a heap
 * {@code byte[]} has no atomic access modes from JDK 22 on, and a direct buffer costs a cleaner and counts against a
 * limit that millions of short-lived machines would hit.
 *
 * <p>A 32-bit store is a compare-and-set of the 64 bits around it: single-copy atomic, and its neighbour keeps what
 * somebody else stores there meanwhile.
 */
final class LightMemory implements CodeMemory {
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long base;
    private final AddressRange stacks;
    private final long[] longs;
    private final Heap heap;
    /** The end of all once closed. Plain: a frame that is written while another thread closes may still be written. */
    private int firstWritable;

    private volatile boolean closed;

    LightMemory(long base, int textSize, int stackSize, int heapSize) {
        this.base = base;
        this.heap = new Heap(AddressRange.ofSize(base + textSize, heapSize));
        this.stacks = AddressRange.ofSize(base + textSize + heapSize, stackSize);
        this.firstWritable = (textSize + heapSize) >>> 3;
        this.longs = new long[(textSize + heapSize + stackSize) >>> 3];
    }

    AddressRange stacks() {
        return stacks;
    }

    long allocatedBytes() {
        return heap.allocatedBytes();
    }

    void close() {
        closed = true;
        firstWritable = longs.length;
    }

    /** What a CPU does to execute the word: sees what was written before the patch, as {@link #patchWord} promises. */
    int fetchWordAcquire(long pc) {
        long bits = (long) LONGS.getAcquire(longs, index(pc, 4, "fetch"));
        return half(pc, bits);
    }

    @Override
    public int readWord(long address) {
        long bits = (long) LONGS.getOpaque(longs, index(address, 4, "read"));
        return half(address, bits);
    }

    @Override
    public long readLong(long address) {
        return (long) LONGS.getOpaque(longs, index(address, 8, "read"));
    }

    @Override
    public long readLongAcquire(long address) {
        return (long) LONGS.getAcquire(longs, index(address, 8, "read"));
    }

    @Override
    public void loadPairAcquire(long address, GuestCpu cpu, int n) {
        loadPairAcquire(longs, base, address, cpu, n);
    }

    /** Has array and base in locals, which an acquire does not make it load again. */
    @Override
    public long loadPairThroughAcquire(long pointer, GuestCpu cpu, int n) {
        long[] from = longs;
        long start = base;
        int at = index(pointer - start);
        if (!isIn(from, at)) {
            throw fault(pointer, 8, "read");
        }
        long address = (long) LONGS.getAcquire(from, at);
        loadPairAcquire(from, start, address, cpu, n);
        return address;
    }

    private void loadPairAcquire(long[] from, long start, long address, GuestCpu cpu, int n) {
        int at = index(address - start);
        if (!isIn(from, at)) {
            throw fault(address, 16, "read");
        }
        long first = (long) LONGS.getAcquire(from, at);
        long second = readBehindAcquire(from, at, address);
        cpu.setX(n, first);
        cpu.setX(n + 1, second);
    }

    /** Leaves the second comparison of a pair to the array, which makes one anyway. */
    private long readBehindAcquire(long[] from, int at, long address) {
        try {
            return (long) LONGS.getAcquire(from, at + 1);
        } catch (IndexOutOfBoundsException end) {
            FtraceException fault = fault(address, 16, "read");
            fault.initCause(end);
            throw fault;
        }
    }

    @Override
    public void writeLong(long address, long value) {
        LONGS.setOpaque(longs, stackIndex(longs, address, 1), value);
    }

    @Override
    public void writeFrame(long address, GuestCpu cpu, long v9, long v10, long v11, long v12, long v13) {
        long[] to = longs;
        int at = stackIndex(to, address, 14);
        to[at] = cpu.x(0);
        to[at + 1] = cpu.x(1);
        to[at + 2] = cpu.x(2);
        to[at + 3] = cpu.x(3);
        to[at + 4] = cpu.x(4);
        to[at + 5] = cpu.x(5);
        to[at + 6] = cpu.x(6);
        to[at + 7] = cpu.x(7);
        to[at + 8] = cpu.x(8);
        to[at + 9] = v9;
        to[at + 10] = v10;
        to[at + 11] = v11;
        to[at + 12] = v12;
        to[at + 13] = v13;
    }

    @Override
    public void patchWord(long address, int word) {
        checkOpen("patch a word", address);
        int index = index(address, 4, "patch");
        int shift = shift(address);
        long keep = ~(0xffff_ffffL << shift);
        long bits = (word & 0xffff_ffffL) << shift;
        long old;
        do {
            old = (long) LONGS.getOpaque(longs, index);
        } while (!LONGS.weakCompareAndSetRelease(longs, index, old, (old & keep) | bits));
    }

    @Override
    public void patchLong(long address, long value) {
        checkOpen("patch 64 bits", address);
        LONGS.setRelease(longs, index(address, 8, "patch"), value);
    }

    @Override
    public long allocateCode(long size, AddressRange near) {
        if (size < 4 || (size & 3) != 0) {
            throw new IllegalArgumentException("size of code " + size + " must be a multiple of 4, at least 4");
        }
        long address = allocate(size);
        if (!Heap.inReach(AddressRange.ofSize(address, size), near)) {
            free(address);
            throw new FtraceException(Errno.ENOMEM, "no room for code within reach of " + near);
        }
        return address;
    }

    @Override
    public long allocateData(long size) {
        if (size < 1) {
            throw new IllegalArgumentException("size of data " + size + " must be at least 1");
        }
        return allocate(size);
    }

    private long allocate(long size) {
        checkOpen("allocate", size);
        AddressRange block = heap.allocate(size);
        fill(block, Words.UDF);
        return block.start();
    }

    @Override
    public void free(long address) {
        checkOpen("free", address);
        fill(heap.blockAt(address), Heap.POISON);
        heap.free(address);
    }

    private void fill(AddressRange block, long value) {
        for (long address = block.start(); address != block.end(); address += 8) {
            LONGS.setRelease(longs, index(address, 8, "fill"), value);
        }
    }

    private void checkOpen(String what, long value) {
        if (closed) {
            throw new MachineClosedException(
                    "the light machine is closed: cannot " + what + ": 0x" + Long.toHexString(value));
        }
    }

    private int index(long address, int size, String access) {
        int index = index((size == 8 ? address : address & ~4) - base);
        if (!isIn(longs, index)) {
            throw fault(address, size, access);
        }
        return index;
    }

    /** Returns -1 for an offset that is no multiple of 8, or far outside: turned by three bits, it is too large for an index. */
    private static int index(long offset) {
        long turned = Long.rotateRight(offset, 3);
        return turned == (int) turned ? (int) turned : -1;
    }

    /** Stacks are all that is written without the patching window; once closed, nothing is. */
    private int stackIndex(long[] to, long address, int count) {
        int index = index(address - base);
        if (index < firstWritable || !isIn(to, index) || !isIn(to, index + count - 1)) {
            checkOpen("write", address);
            throw fault(address, 8L * count, "write");
        }
        return index;
    }

    /** The comparison that the access itself makes, so there is only one. */
    private static boolean isIn(long[] array, int index) {
        return index >= 0 && index < array.length;
    }

    private FtraceException fault(long address, long size, String access) {
        return new FtraceException(
                Errno.EFAULT,
                access + " of " + size + " bytes at 0x" + Long.toHexString(address) + ": mapped is "
                        + AddressRange.ofSize(base, 8L * longs.length) + ", written without a patch " + stacks);
    }

    private static int half(long address, long bits) {
        return (int) (bits >>> shift(address));
    }

    /** Little-endian: the word at +4 is the upper half. */
    private static int shift(long address) {
        return (int) (address & 4) << 3;
    }
}
