package org.jftrace.sim.os;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.HostCall;
import org.jspecify.annotations.Nullable;

/**
 * Host calls by address. The addresses lie in no region, so guest code can branch to them and do nothing else with them.
 * Looking up takes no lock and allocates nothing.
 */
public final class GateTable {
    /** How many there can be at once. */
    public static final int CAPACITY = 1 << 16;

    private static final int STRIDE = 16;
    private static final long FIRST = 0xffff_0000_0000_0000L;

    /** Where gates lie. One place more than there are gates: {@link #RETURN}. */
    public static final AddressRange ADDRESSES = AddressRange.ofSize(FIRST, (CAPACITY + 1L) * STRIDE);

    /** Where a function that the host has called returns to. Is no gate of the table. */
    public static final long RETURN = FIRST + (long) CAPACITY * STRIDE;

    private final AtomicReferenceArray<@Nullable HostCall> calls = new AtomicReferenceArray<>(CAPACITY);
    private int mapped;
    private int next;

    /** Makes a table without gates. */
    public GateTable() {}

    /**
     * Maps a call. The gates go round, so that one that was unmapped is not soon reused, and a branch to it is noticed.
     *
     * @param call any
     * @return its gate
     * @throws FtraceException ENOMEM if all gates are mapped
     */
    public synchronized long map(HostCall call) {
        if (mapped == CAPACITY) {
            throw new FtraceException(Errno.ENOMEM, "all " + CAPACITY + " gates are mapped");
        }
        while (calls.getPlain(next) != null) {
            next = (next + 1) % CAPACITY;
        }
        int index = next;
        next = (next + 1) % CAPACITY;
        mapped++;
        // Release: a CPU that finds the call sees what its maker wrote.
        calls.setRelease(index, call);
        return FIRST + (long) index * STRIDE;
    }

    /**
     * Takes a gate back.
     *
     * @param gate mapped
     * @throws IllegalArgumentException if it is not
     */
    public synchronized void unmap(long gate) {
        int index = index(gate);
        if (index < 0 || calls.getPlain(index) == null) {
            throw new IllegalArgumentException("0x" + Long.toHexString(gate) + " is not a mapped gate");
        }
        calls.setRelease(index, null);
        mapped--;
    }

    /**
     * Finds the call that an address means.
     *
     * @param address any
     * @return null if no gate is mapped there
     */
    public @Nullable HostCall findAcquire(long address) {
        int index = index(address);
        return index < 0 ? null : calls.getAcquire(index);
    }

    private static int index(long address) {
        long offset = address - FIRST;
        boolean gate = Long.compareUnsigned(offset, (long) CAPACITY * STRIDE) < 0 && (offset & (STRIDE - 1)) == 0;
        return gate ? (int) (offset / STRIDE) : -1;
    }
}
