package org.jftrace.spi;

/**
 * A range of guest addresses. Addresses are compared as unsigned numbers: kernel text lies in the upper half.
 *
 * @param start the first address
 * @param end the address after the last; not below {@code start}
 */
public record AddressRange(long start, long end) {
    /** Checks the order. */
    public AddressRange {
        if (Long.compareUnsigned(start, end) > 0) {
            throw new IllegalArgumentException(
                    "range ends before it starts: 0x" + Long.toHexString(start) + " to 0x" + Long.toHexString(end));
        }
    }

    /**
     * Makes a range from its size.
     *
     * @param start the first address
     * @param size in bytes
     * @return the range
     */
    public static AddressRange ofSize(long start, long size) {
        return new AddressRange(start, start + size);
    }

    /**
     * Tells whether an address lies in the range.
     *
     * @param address any
     * @return true from start up to, not including, end
     */
    public boolean contains(long address) {
        return Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, end) < 0;
    }

    /**
     * Returns the size.
     *
     * @return in bytes
     */
    public long size() {
        return end - start;
    }

    @Override
    public String toString() {
        return "0x" + Long.toHexString(start) + "-0x" + Long.toHexString(end);
    }
}
