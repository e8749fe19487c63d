package org.jftrace.core.sparse;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;

/**
 * Memory that is there wherever somebody maps it, so that modules can be far away. One lock for all: what is tested with it
 * is what is written, not in which order others see it.
 */
final class SparseMemory implements CodeMemory {
    static final long POISON = 0x6b6b6b6b_6b6b6b6bL;

    private static final int PAGE = 4096;
    private static final long REACH = 128L << 20;

    private final Map<Long, long[]> pages = new HashMap<>();
    private final TreeMap<Long, Long> blocks = new TreeMap<>();
    private final Consumer<String> step;
    private final long heap;

    /** Where to look for room next, for each place that code is to be near. */
    private final Map<Long, Long> next = new HashMap<>();

    SparseMemory(long heap, Consumer<String> step) {
        this.heap = heap;
        this.step = step;
    }

    synchronized void map(long start, long size) {
        for (long page = start & -PAGE; page < start + size; page += PAGE) {
            pages.computeIfAbsent(page, fresh -> new long[PAGE / 8]);
        }
    }

    synchronized void fill(long start, long size, long value) {
        for (long at = start; at < start + size; at += 8) {
            page(at)[index(at)] = value;
        }
    }

    synchronized long allocatedBytes() {
        return blocks.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Writes as a loader does, past everybody who watches. */
    synchronized void load(long address, int word) {
        long[] page = page(address);
        int shift = (int) (address & 4) << 3;
        page[index(address)] = (page[index(address)] & ~(0xffff_ffffL << shift)) | ((word & 0xffff_ffffL) << shift);
    }

    private static int index(long address) {
        return (int) (address & PAGE - 1) >>> 3;
    }

    private long[] page(long address) {
        long[] page = pages.get(address & -PAGE);
        if (page == null) {
            throw new FtraceException(Errno.EFAULT, "not mapped: 0x" + Long.toHexString(address));
        }
        return page;
    }

    @Override
    public synchronized int readWord(long address) {
        return (int) (page(address)[index(address)] >>> ((address & 4) << 3));
    }

    @Override
    public synchronized long readLong(long address) {
        return page(address)[index(address)];
    }

    @Override
    public long readLongAcquire(long address) {
        return readLong(address);
    }

    @Override
    public synchronized void writeLong(long address, long value) {
        page(address)[index(address)] = value;
    }

    @Override
    public void patchWord(long address, int word) {
        step.accept("patch word " + Long.toHexString(address) + " " + Integer.toHexString(word));
        load(address, word);
    }

    @Override
    public void patchLong(long address, long value) {
        step.accept("patch long " + Long.toHexString(address) + " " + Long.toHexString(value));
        writeLong(address, value);
    }

    @Override
    public long allocateCode(long size, AddressRange near) {
        step.accept("take code");
        long start = allocate((near.end() + PAGE - 1) & -PAGE, size);
        if (start + size - near.start() > REACH) {
            throw new FtraceException(Errno.ENOMEM, "no room near " + near);
        }
        return start;
    }

    @Override
    public long allocateData(long size) {
        step.accept("take data");
        return allocate(heap, size);
    }

    /** Nothing is given out twice, so that what is used after it was freed is found out. */
    private synchronized long allocate(long from, long size) {
        long rounded = (size + 15) & -16;
        long start = next.getOrDefault(from, from);
        next.put(from, start + rounded);
        map(start, rounded);
        fill(start, rounded, 0);
        blocks.put(start, rounded);
        return start;
    }

    @Override
    public synchronized void free(long address) {
        step.accept("give memory");
        Long size = blocks.remove(address);
        if (size == null) {
            throw new IllegalArgumentException("not allocated: 0x" + Long.toHexString(address));
        }
        fill(address, size, POISON);
    }
}
