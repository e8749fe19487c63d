package org.jftrace.sim.cpu;

/**
 * The local exclusive monitor (Arm ARM B2.9). It remembers what the load-exclusive read, and the store-exclusive is a
 * compare-and-exchange against that. Weaker than hardware in one respect: if others changed the location and changed it
 * back in between (ABA), the store succeeds. Linux guests under qemu live with the same weakening.
 */
public final class ExclusiveMonitor {
    private boolean open;
    private long address;
    private int size;
    private long low;
    private long high;

    ExclusiveMonitor() {}

    /**
     * Marks a location.
     *
     * @param address of the first byte
     * @param size in bytes: 1, 2, 4, 8 or 16
     * @param low what was read, the lowest 8 bytes of it
     * @param high the other 8 bytes if the size is 16, else 0
     */
    public void mark(long address, int size, long low, long high) {
        this.address = address;
        this.size = size;
        this.low = low;
        this.high = high;
        open = true;
    }

    /** Forgets the location: CLREX, and every exception return. */
    public void clear() {
        open = false;
    }

    /**
     * Ends a load-exclusive and store-exclusive pair.
     *
     * @param storeAddress where the store goes to
     * @param storeSize in bytes
     * @return whether the store may be tried: the last load-exclusive was of this location
     */
    public boolean take(long storeAddress, int storeSize) {
        boolean mine = open && address == storeAddress && size == storeSize;
        open = false;
        return mine;
    }

    /**
     * Returns what the load-exclusive read.
     *
     * @return the lowest 8 bytes
     */
    public long low() {
        return low;
    }

    /**
     * Returns what the load-exclusive read.
     *
     * @return the highest 8 bytes of 16
     */
    public long high() {
        return high;
    }
}
