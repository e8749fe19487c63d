package org.jftrace.sim.light;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.spi.AddressRange;

/** Where trampolines and ops handles come from: first fit, in units of 16 bytes. Knows addresses, not contents. */
final class Heap {
    /** What freed memory holds, as Linux's SLUB fills it, so that use after free is no silent matter. */
    static final long POISON = 0x6b6b6b6b_6b6b6b6bL;

    private static final int UNIT = 16;
    private static final long REACH = 128L << 20;

    private final AddressRange range;
    private final BitSet used = new BitSet();
    private final Map<Long, AddressRange> blocks = new HashMap<>();

    Heap(AddressRange range) {
        this.range = range;
    }

    synchronized AddressRange allocate(long size) {
        long units = (size + UNIT - 1) / UNIT;
        long limit = range.size() / UNIT;
        int first = used.nextClearBit(0);
        while (first + units <= limit) {
            int taken = used.nextSetBit(first);
            if (taken < 0 || taken - first >= units) {
                used.set(first, first + (int) units);
                AddressRange block = AddressRange.ofSize(range.start() + (long) first * UNIT, units * UNIT);
                blocks.put(block.start(), block);
                return block;
            }
            first = used.nextClearBit(taken);
        }
        throw new FtraceException(
                Errno.ENOMEM,
                "no " + size + " bytes left in one piece in the heap of " + range.size() + " at " + range);
    }

    synchronized AddressRange blockAt(long address) {
        AddressRange block = blocks.get(address);
        if (block == null) {
            throw new IllegalArgumentException("0x" + Long.toHexString(address) + " is not allocated");
        }
        return block;
    }

    synchronized void free(long address) {
        AddressRange block = blockAt(address);
        blocks.remove(address);
        int first = (int) ((address - range.start()) / UNIT);
        used.clear(first, first + (int) (block.size() / UNIT));
    }

    synchronized long allocatedBytes() {
        return (long) used.cardinality() * UNIT;
    }

    /** Whether a BL anywhere in {@code near} can go to any instruction of the block. */
    static boolean inReach(AddressRange block, AddressRange near) {
        long furthestBack = block.start() - Math.max(near.start(), near.end() - 4);
        long furthestAhead = block.end() - 4 - near.start();
        return furthestBack >= -REACH && furthestAhead <= REACH - 4;
    }
}
