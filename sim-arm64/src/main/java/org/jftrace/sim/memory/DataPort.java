package org.jftrace.sim.memory;

import org.jspecify.annotations.Nullable;

/**
 * One CPU's own way to {@link DataAccess}, for the plain accesses that programs are full of. Same contract.
 *
 * <p>It remembers the two regions that were used last. They are found without looking at the address, so that a processor
 * which speculates starts the access before it knows that the guess was right; through the shared lookaside each access
 * would wait for three loads that depend on each other. Not for two threads at once.
 */
public final class DataPort {
    private final DataAccess memory;
    private Region first = Region.EMPTY;
    private Region second = Region.EMPTY;

    /**
     * Makes a port.
     *
     * @param memory what it leads to
     */
    public DataPort(DataAccess memory) {
        this.memory = memory;
    }

    /** Loads a byte. */
    public long read8(long address) {
        Region region = reading(address, 1);
        return region == null ? memory.read8(address) : DataAccess.load8(region, address);
    }

    /** Loads a word. */
    public long read32(long address) {
        Region region = reading(address, 4);
        return region == null ? memory.read32(address) : DataAccess.load32(region, address);
    }

    /** Loads a doubleword. */
    public long read64(long address) {
        Region region = reading(address, 8);
        return region == null ? memory.read64(address) : DataAccess.load64(region, address);
    }

    /** Stores a word. */
    public void write32(long address, long value) {
        Region region = writing(address, 4);
        if (region == null) {
            memory.write32(address, value);
        } else {
            DataAccess.store32(region, address, value);
        }
    }

    /** Stores a doubleword. */
    public void write64(long address, long value) {
        Region region = writing(address, 8);
        if (region == null) {
            memory.write64(address, value);
        } else {
            DataAccess.store64(region, address, value);
        }
    }

    private @Nullable Region reading(long address, int size) {
        Region region = first;
        if (region.readable(address, size)) {
            return region;
        }
        region = second;
        return region.readable(address, size) ? region : remember(memory.reading(address, size));
    }

    private @Nullable Region writing(long address, int size) {
        Region region = first;
        if (region.writable(address, size)) {
            return region;
        }
        region = second;
        return region.writable(address, size) ? region : remember(memory.writing(address, size));
    }

    private @Nullable Region remember(@Nullable Region region) {
        if (region != null) {
            second = first;
            first = region;
        }
        return region;
    }
}
