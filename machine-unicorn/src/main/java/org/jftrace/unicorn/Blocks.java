package org.jftrace.unicorn;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.spi.AddressRange;

/** Gives out blocks of one stretch of memory; a freed one to the next who asks for its size. */
final class Blocks {
    private final AddressRange room;
    private final Map<Long, Long> used = new HashMap<>();
    private final Map<Long, Deque<Long>> freed = new HashMap<>();
    private long next;

    Blocks(AddressRange room) {
        this.room = room;
        next = room.start();
    }

    AddressRange room() {
        return room;
    }

    synchronized long allocate(long size) {
        if (size > room.end() - next) {
            throw new FtraceException(Errno.ENOMEM, "no room for " + size + " bytes in " + room);
        }
        long rounded = (size + 15) & -16;
        Deque<Long> again = freed.get(rounded);
        long block = again == null || again.isEmpty() ? next : again.pop();
        if (block == next) {
            next += rounded;
        }
        used.put(block, rounded);
        return block;
    }

    /** Ends the use of a block, which is not given out again yet, and returns its size. */
    synchronized long withdraw(long block) {
        Long size = used.remove(block);
        if (size == null) {
            throw new IllegalArgumentException("0x" + Long.toHexString(block) + " is not allocated");
        }
        return size;
    }

    synchronized void giveBack(long block, long size) {
        freed.computeIfAbsent(size, any -> new ArrayDeque<>()).push(block);
    }
}
