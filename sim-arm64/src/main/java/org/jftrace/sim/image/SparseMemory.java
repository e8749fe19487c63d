package org.jftrace.sim.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;

/**
 * A few stretches of memory anywhere in 64 bits of address, each a {@code long[]}: single-copy atomic as a view of bytes in
 * the heap would not be. Looked up in the order in which they were mapped, so the first should be the busiest.
 */
final class SparseMemory implements CodeMemory {
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final AtomicReference<Stretch[]> stretches = new AtomicReference<>(new Stretch[0]);
    private final Map<Long, Arena> allocated = new HashMap<>();
    private final Arena data;
    private final Arena code;

    /** What lies from {@code start} on. */
    private record Stretch(
            long start,
            @SuppressWarnings("ArrayRecordComponent") long[] longs) {
        boolean covers(long address) {
            long offset = address - start;
            return offset >= 0 && offset >>> 3 < longs.length;
        }
    }

    /** A stretch that blocks are taken from, lowest address first; a block that was given back is taken again. */
    private static final class Arena {
        private static final Deque<Long> NONE = new ArrayDeque<>();

        private final AddressRange range;
        private final Map<Long, Deque<Long>> free = new HashMap<>();
        private final Map<Long, Long> sizes = new HashMap<>();
        private long next;

        Arena(AddressRange range) {
            this.range = range;
            this.next = range.start();
        }

        long take(long size) {
            Long again = free.getOrDefault(size, NONE).poll();
            if (again != null) {
                sizes.put(again, size);
                return again;
            }
            if (size > range.end() - next) {
                throw new FtraceException(Errno.ENOMEM, "no " + size + " bytes left in " + range);
            }
            long block = next;
            next += size;
            sizes.put(block, size);
            return block;
        }

        void give(long block) {
            Long size = sizes.remove(block);
            if (size != null) {
                free.computeIfAbsent(size, blocks -> new ArrayDeque<>()).push(block);
            }
        }
    }

    SparseMemory(AddressRange code, AddressRange data) {
        this.code = new Arena(code);
        this.data = new Arena(data);
    }

    /** Maps zeros. A release: who finds the stretch finds its array. */
    void mapRelease(AddressRange range) {
        Stretch[] now = stretches.getAcquire();
        Stretch[] more = java.util.Arrays.copyOf(now, now.length + 1);
        more[now.length] = new Stretch(range.start(), new long[(int) (range.size() >>> 3)]);
        stretches.setRelease(more);
    }

    void unmapRelease(AddressRange range) {
        stretches.setRelease(java.util.Arrays.stream(stretches.getAcquire())
                .filter(stretch -> stretch.start != range.start())
                .toArray(Stretch[]::new));
    }

    private Stretch at(long address, int size, String access) {
        if ((address & (size - 1)) == 0) {
            for (Stretch stretch : stretches.getAcquire()) {
                if (stretch.covers(address)) {
                    return stretch;
                }
            }
        }
        throw new FtraceException(
                Errno.EFAULT,
                access + " of " + size + " bytes at 0x" + Long.toHexString(address) + ": not mapped or not aligned");
    }

    private static int index(Stretch stretch, long address) {
        return (int) ((address - stretch.start) >>> 3);
    }

    /** Little-endian: the word at +4 is the upper half. */
    private static int shift(long address) {
        return (int) (address & 4) << 3;
    }

    @Override
    public int readWord(long address) {
        Stretch stretch = at(address, 4, "read");
        return (int) ((long) LONGS.getOpaque(stretch.longs, index(stretch, address)) >>> shift(address));
    }

    @Override
    public long readLong(long address) {
        Stretch stretch = at(address, 8, "read");
        return (long) LONGS.getOpaque(stretch.longs, index(stretch, address));
    }

    @Override
    public long readLongAcquire(long address) {
        Stretch stretch = at(address, 8, "read");
        return (long) LONGS.getAcquire(stretch.longs, index(stretch, address));
    }

    @Override
    public void writeLong(long address, long value) {
        Stretch stretch = at(address, 8, "write");
        LONGS.setOpaque(stretch.longs, index(stretch, address), value);
    }

    @Override
    public void patchWord(long address, int word) {
        Stretch stretch = at(address, 4, "patch");
        int index = index(stretch, address);
        long old;
        do {
            old = (long) LONGS.getOpaque(stretch.longs, index);
        } while (!LONGS.weakCompareAndSetRelease(stretch.longs, index, old, with(old, address, word)));
    }

    /** Nobody else patches meanwhile, so a release will do: a compare-and-set would wait for the stores before it. */
    @Override
    public int replaceWord(long address, int expected, int word) {
        Stretch stretch = at(address, 4, "patch");
        int index = index(stretch, address);
        long old = (long) LONGS.getOpaque(stretch.longs, index);
        int found = (int) (old >>> shift(address));
        if (found == expected) {
            LONGS.setRelease(stretch.longs, index, with(old, address, word));
        }
        return found;
    }

    private static long with(long old, long address, int word) {
        return (old & ~(0xffff_ffffL << shift(address))) | (word & 0xffff_ffffL) << shift(address);
    }

    @Override
    public void patchLong(long address, long value) {
        Stretch stretch = at(address, 8, "patch");
        LONGS.setRelease(stretch.longs, index(stretch, address), value);
    }

    @Override
    public synchronized long allocateCode(long size, AddressRange near) {
        return allocate(code, size);
    }

    @Override
    public synchronized long allocateData(long size) {
        return allocate(data, size);
    }

    private long allocate(Arena arena, long size) {
        long rounded = (size + 15) & -16L;
        long block = arena.take(rounded);
        for (long address = block; address != block + rounded; address += 8) {
            patchLong(address, 0);
        }
        allocated.put(block, arena);
        return block;
    }

    @Override
    public synchronized void free(long address) {
        Arena arena = allocated.remove(address);
        if (arena == null) {
            throw new IllegalArgumentException("0x" + Long.toHexString(address) + " is not allocated");
        }
        arena.give(address);
    }
}
