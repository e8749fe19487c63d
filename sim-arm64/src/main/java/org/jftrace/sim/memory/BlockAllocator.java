package org.jftrace.sim.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.spi.AddressRange;
import org.jspecify.annotations.Nullable;

/**
 * Gives out blocks of generated code and tracer data: first fit in chunks, which are mapped on demand in holes of the
 * address space. Blocks are 16-byte aligned. Freed blocks are given out again, chunks stay.
 */
final class BlockAllocator {
    /** BL holds a signed 26-bit word offset: -128 MiB to +128 MiB - 4. */
    private static final long REACH = 128L << 20;

    private static final int FIRST_CHUNK = 64 << 10;
    private static final int LARGEST_CHUNK = 4 << 20;
    /** More than every site of a kernel needs; a guard against a leak. */
    private static final long LIMIT = 256L << 20;

    private final AddressSpace space;
    private final String name;
    private final Protection protection;
    private final List<Chunk> chunks = new ArrayList<>();
    private long mapped;

    private record Chunk(Region region, TreeMap<Long, Long> free, Map<Long, Long> used) {}

    BlockAllocator(AddressSpace space, String name, Protection protection) {
        this.space = space;
        this.name = name;
        this.protection = protection;
    }

    /** Where a block may lie so that BL reaches all of it from every word of a range. */
    static AddressRange reach(AddressRange from) {
        long lastCall = (from.size() == 0 ? from.start() : from.end() - 1) & -4L;
        long lowest = Long.compareUnsigned(lastCall, REACH) < 0 ? 0 : lastCall - REACH;
        long end = from.start() + REACH;
        if (Long.compareUnsigned(end, from.start()) < 0) {
            end = -4L;
        }
        return Long.compareUnsigned(lowest, end) > 0 ? new AddressRange(lowest, lowest) : new AddressRange(lowest, end);
    }

    /** A zeroed block that lies wholly in the window, in a new chunk above an address rather than below it. */
    synchronized long allocate(long size, AddressRange window, long above) {
        long room = size + 15 & -16L;
        if (room > 0 && room <= LIMIT) {
            for (Chunk chunk : chunks) {
                long block = firstFit(chunk, room, window);
                if (block != 0) {
                    return block;
                }
            }
            Chunk chunk = newChunk(room, window, above);
            if (chunk != null) {
                return firstFit(chunk, room, window);
            }
        }
        throw new FtraceException(
                Errno.ENOMEM,
                "no room for " + size + " bytes of " + name + " within " + window + ", " + mapped + " mapped");
    }

    /** Ends the use of a block. It is not given out again before {@link #giveBack}, so that it can be cleared. */
    synchronized AddressRange withdraw(long address) {
        for (Chunk chunk : chunks) {
            Long size = chunk.used.remove(address);
            if (size != null) {
                return AddressRange.ofSize(address, size);
            }
        }
        throw new IllegalArgumentException("0x" + Long.toHexString(address) + " is not allocated");
    }

    synchronized void giveBack(AddressRange block) {
        Chunk chunk = chunks.stream()
                .filter(some -> some.region.covers(block.start(), 1))
                .findFirst()
                .orElseThrow();
        long start = block.start();
        long end = block.end();
        Map.Entry<Long, Long> before = chunk.free.lowerEntry(start);
        if (before != null && before.getValue() == start) {
            start = before.getKey();
        }
        Long after = chunk.free.remove(end);
        chunk.free.put(start, after == null ? end : after);
    }

    synchronized boolean owns(long address) {
        return chunks.stream().anyMatch(chunk -> chunk.used.containsKey(address));
    }

    private long firstFit(Chunk chunk, long room, AddressRange window) {
        for (Map.Entry<Long, Long> hole : chunk.free.entrySet()) {
            long start = hole.getKey();
            long end = hole.getValue();
            long block = Long.compareUnsigned(start, window.start()) < 0 ? window.start() + 15 & -16L : start;
            boolean fits = Long.compareUnsigned(block, end) < 0
                    && Long.compareUnsigned(end - block, room) >= 0
                    && Long.compareUnsigned(block + room, window.end()) <= 0;
            if (fits) {
                take(chunk, start, end, block, room);
                return block;
            }
        }
        return 0;
    }

    private void take(Chunk chunk, long start, long end, long block, long room) {
        chunk.free.remove(start);
        if (block != start) {
            chunk.free.put(start, block);
        }
        if (block + room != end) {
            chunk.free.put(block + room, end);
        }
        chunk.used.put(block, room);
    }

    private @Nullable Chunk newChunk(long room, AddressRange window, long above) {
        long usual = Math.min(LARGEST_CHUNK, Math.max(FIRST_CHUNK, mapped));
        for (long wanted : new long[] {Math.max(usual, room), room}) {
            long size = wanted + AddressSpace.PAGE - 1 & -AddressSpace.PAGE;
            long start = mapped + size > LIMIT ? 0 : findHole(size, window, above);
            if (start != 0) {
                Region region = space.map(name, start, size, protection);
                TreeMap<Long, Long> free = new TreeMap<>(Long::compareUnsigned);
                free.put(start, start + size);
                Chunk chunk = new Chunk(region, free, new HashMap<>());
                chunks.add(chunk);
                mapped += size;
                return chunk;
            }
        }
        return null;
    }

    private long findHole(long size, AddressRange window, long above) {
        if (window.size() == 0) {
            return 0;
        }
        long start = window.contains(above) ? space.findHole(above, window.end() - 1, size) : 0;
        return start != 0 ? start : space.findHole(window.start(), window.end() - 1, size);
    }
}
