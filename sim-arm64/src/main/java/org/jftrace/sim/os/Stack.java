package org.jftrace.sim.os;

import org.jftrace.sim.memory.GuestMemory;
import org.jftrace.sim.memory.MemoryFault;
import org.jftrace.sim.memory.Protection;
import org.jftrace.spi.AddressRange;

/**
 * A CPU's stack.
 *
 * @param bounds all of it
 */
record Stack(AddressRange bounds) {
    private static final long SIZE = 1 << 20;
    /** Never mapped, so that a stack that overflows does not run into its neighbour. */
    private static final long GUARD = 64 << 10;

    private static final long TOP = 0x7fff_ffff_0000L;

    /** Linux starts a program with argc, argv, envp and auxv on its stack; here they are all empty. */
    private static final int START_BLOCK = 64;

    static Stack map(GuestMemory memory, int cpu) {
        long end = TOP - cpu * (SIZE + GUARD);
        AddressRange bounds = new AddressRange(end - SIZE, end);
        memory.map("stack of cpu " + cpu, bounds.start(), SIZE, Protection.READ_WRITE);
        return new Stack(bounds);
    }

    /** Where SP is at the start, 16-byte aligned, with the words of an empty argument list above it. */
    long start() {
        return bounds.end() - START_BLOCK;
    }

    /** Tells whether a word in use might be an address in the ranges. */
    boolean mayRefer(GuestMemory memory, long sp, AddressRange[] ranges) {
        if (bounds.contains(sp) || sp == bounds.end()) {
            return scan(memory, sp, bounds.end(), ranges);
        }
        // The guest has switched stacks, or SP is lost: take all of this one, and what can be read above SP.
        return scan(memory, bounds.start(), bounds.end(), ranges) || scan(memory, sp, sp + SIZE, ranges);
    }

    private static boolean scan(GuestMemory memory, long sp, long end, AddressRange[] ranges) {
        try {
            for (long at = sp & -8; at != (end & -8); at += 8) {
                if (Footprint.refers(memory.read64(at), ranges)) {
                    return true;
                }
            }
            return false;
        } catch (MemoryFault endOfThatStack) {
            return false;
        }
    }
}
