package org.jftrace.sim.memory;

/** What makes 128-bit pairs atomic among themselves. */
final class PairLocks {
    private static final int STRIPES = 64;

    private final Object[] locks = new Object[STRIPES];

    PairLocks() {
        for (int i = 0; i < STRIPES; i++) {
            locks[i] = new Object();
        }
    }

    void read(Region region, int offset, long[] pair) {
        synchronized (lockOf(offset)) {
            pair[0] = (long) Region.LONG.getVolatile(region.bytes, offset);
            pair[1] = (long) Region.LONG.getVolatile(region.bytes, offset + 8);
        }
    }

    boolean compareAndExchange(
            Region region, int offset, long expectedLow, long expectedHigh, long low, long high, long[] witness) {
        synchronized (lockOf(offset)) {
            read(region, offset, witness);
            while (witness[0] == expectedLow && witness[1] == expectedHigh) {
                if (Region.LONG.compareAndSet(region.bytes, offset, expectedLow, low)) {
                    if (Region.LONG.compareAndSet(region.bytes, offset + 8, expectedHigh, high)) {
                        return true;
                    }
                    // A store to the upper half came between. If one to the lower half came too, that one stays.
                    Region.LONG.compareAndSet(region.bytes, offset, low, expectedLow);
                }
                read(region, offset, witness);
            }
            return false;
        }
    }

    private Object lockOf(int offset) {
        return locks[offset >>> 4 & (STRIPES - 1)];
    }
}
