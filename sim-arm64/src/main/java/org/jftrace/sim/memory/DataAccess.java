package org.jftrace.sim.memory;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Loads, stores and atomics of guest code. Values are zero-extended. Everything here throws {@link MemoryFault}, with
 * nothing changed, if an address is not mapped, not permitted, or (for all but plain access) not aligned.
 *
 * <p><b>Atomicity.</b> Aligned accesses of 1 to 8 bytes are single-copy atomic (Arm ARM B2.2.1). Plain ones are
 * <i>opaque</i>: coherent and seen in the end, but unordered, as Normal memory is. A plain Java access could be hoisted
 * out of a guest's polling loop. Misaligned ones may tear.
 *
 * <p><b>Order.</b> {@link #readAcquire} and {@link #writeRelease} are LDAR and STLR, and may serve LDAPR and STLLR. They
 * are volatile accesses: the Arm ARM (B2.3) also keeps an LDAR behind an earlier STLR, which Java's acquire and release
 * modes do not. Read-modify-writes are full barriers, whatever their A and L bits ask for.
 *
 * <p><b>What Java cannot give.</b> 128-bit pairs are atomic among themselves only, see {@link #compareAndExchangePair}.
 */
public abstract sealed class DataAccess permits GuestMemory {
    private static final int SLOTS = 1024;

    final AddressSpace space = new AddressSpace();

    /**
     * Which region a page was last found in: a hint that is checked against the region's bounds, so a slot that another
     * CPU's page took costs time only. Plain: a region found through a race is safe, for its fields are final.
     */
    private final Region[] lookaside = new Region[SLOTS];

    private final PairLocks pairs = new PairLocks();

    DataAccess() {
        Arrays.fill(lookaside, Region.EMPTY);
    }

    /** Loads a byte. */
    public final long read8(long address) {
        Region region = lookaside[slot(address)];
        if (!region.readable(address, 1)) {
            region = search(address, Access.READ);
        }
        return load8(region, address);
    }

    static long load8(Region region, long address) {
        return region.bytes.get((int) (address - region.start)) & 0xffL;
    }

    /** Loads a halfword. */
    public final long read16(long address) {
        Region region = reading(address, 2);
        if (region == null || (address & 1) != 0) {
            return readBytewise(address, 2);
        }
        return (short) Region.SHORT.getOpaque(region.bytes, (int) (address - region.start)) & 0xffffL;
    }

    /** Loads a word. */
    public final long read32(long address) {
        Region region = reading(address, 4);
        if (region == null) {
            return readBytewise(address, 4);
        }
        return load32(region, address);
    }

    static long load32(Region region, long address) {
        int offset = (int) (address - region.start);
        int value = (offset & 3) == 0
                ? (int) Region.INT.getOpaque(region.bytes, offset)
                : (int) Region.INT.get(region.bytes, offset);
        return value & 0xffff_ffffL;
    }

    /** Loads a doubleword. */
    public final long read64(long address) {
        Region region = reading(address, 8);
        if (region == null) {
            return readBytewise(address, 8);
        }
        return load64(region, address);
    }

    static long load64(Region region, long address) {
        int offset = (int) (address - region.start);
        return (offset & 7) == 0
                ? (long) Region.LONG.getOpaque(region.bytes, offset)
                : (long) Region.LONG.get(region.bytes, offset);
    }

    /** Stores a byte. */
    public final void write8(long address, long value) {
        Region region = lookaside[slot(address)];
        if (!region.writable(address, 1)) {
            region = search(address, Access.WRITE);
        }
        region.bytes.put((int) (address - region.start), (byte) value);
    }

    /** Stores a halfword. */
    public final void write16(long address, long value) {
        Region region = writing(address, 2);
        if (region == null || (address & 1) != 0) {
            writeBytewise(address, 2, value);
            return;
        }
        Region.SHORT.setOpaque(region.bytes, (int) (address - region.start), (short) value);
    }

    /** Stores a word. */
    public final void write32(long address, long value) {
        Region region = writing(address, 4);
        if (region == null) {
            writeBytewise(address, 4, value);
            return;
        }
        store32(region, address, value);
    }

    static void store32(Region region, long address, long value) {
        int offset = (int) (address - region.start);
        if ((offset & 3) == 0) {
            Region.INT.setOpaque(region.bytes, offset, (int) value);
        } else {
            Region.INT.set(region.bytes, offset, (int) value);
        }
    }

    /** Stores a doubleword. */
    public final void write64(long address, long value) {
        Region region = writing(address, 8);
        if (region == null) {
            writeBytewise(address, 8, value);
            return;
        }
        store64(region, address, value);
    }

    static void store64(Region region, long address, long value) {
        int offset = (int) (address - region.start);
        if ((offset & 7) == 0) {
            Region.LONG.setOpaque(region.bytes, offset, value);
        } else {
            Region.LONG.set(region.bytes, offset, value);
        }
    }

    /** LDAR, LDAPR, and the load of an LDAXR. */
    public final long readAcquire(long address, int log2Size) {
        Region region = aligned(address, 1 << log2Size, Access.READ);
        int offset = (int) (address - region.start);
        return switch (log2Size) {
            // There is no byte view; the word around a byte is as good.
            case 0 -> ((int) Region.INT.getVolatile(region.bytes, offset & ~3) >>> ((offset & 3) * 8)) & 0xffL;
            case 1 -> (short) Region.SHORT.getVolatile(region.bytes, offset) & 0xffffL;
            case 2 -> (int) Region.INT.getVolatile(region.bytes, offset) & 0xffff_ffffL;
            default -> (long) Region.LONG.getVolatile(region.bytes, offset);
        };
    }

    /** STLR. */
    public final void writeRelease(long address, int log2Size, long value) {
        Region region = aligned(address, 1 << log2Size, Access.WRITE);
        int offset = (int) (address - region.start);
        switch (log2Size) {
            case 0 -> {
                VarHandle.releaseFence();
                region.bytes.put(offset, (byte) value);
                VarHandle.fullFence();
            }
            case 1 -> Region.SHORT.setVolatile(region.bytes, offset, (short) value);
            case 2 -> Region.INT.setVolatile(region.bytes, offset, (int) value);
            default -> Region.LONG.setVolatile(region.bytes, offset, value);
        }
    }

    /**
     * CAS, and the store of an exclusive: a STXR that finds what its LDXR loaded succeeds. This is weaker than an
     * exclusive monitor in one way: a location that was changed and changed back meanwhile (ABA) is not noticed.
     *
     * @param expected upper bits are ignored
     * @param update upper bits are ignored
     * @return what was there; the exchange took place if it equals {@code expected}
     */
    public final long compareAndExchange(long address, int log2Size, long expected, long update) {
        Region region = aligned(address, 1 << log2Size, Access.WRITE);
        int offset = (int) (address - region.start);
        return switch (log2Size) {
            case 0 -> region.compareAndExchangeNarrow(offset, 8, (int) expected, (int) update);
            case 1 -> region.compareAndExchangeNarrow(offset, 16, (int) expected, (int) update);
            case 2 ->
                (int) Region.INT.compareAndExchange(region.bytes, offset, (int) expected, (int) update) & 0xffff_ffffL;
            default -> (long) Region.LONG.compareAndExchange(region.bytes, offset, expected, update);
        };
    }

    /**
     * The LSE atomics.
     *
     * @param operand as in the instruction (LDCLR clears its bits); upper bits are ignored
     * @return what was there
     */
    public final long getAndUpdate(AtomicOp op, long address, int log2Size, long operand) {
        Region region = aligned(address, 1 << log2Size, Access.WRITE);
        int offset = (int) (address - region.start);
        return switch (log2Size) {
            case 0 -> region.getAndUpdateNarrow(op, offset, 8, (int) operand);
            case 1 -> region.getAndUpdateNarrow(op, offset, 16, (int) operand);
            case 2 -> region.getAndUpdateInt(op, offset, (int) operand) & 0xffff_ffffL;
            default -> region.getAndUpdateLong(op, offset, operand);
        };
    }

    /**
     * The load of a 64-bit LDXP: 128 bits that are atomic against {@link #compareAndExchangePair}.
     *
     * @param pair gets the doubleword at the address, then the one above it
     */
    public final void readPair(long address, long[] pair) {
        Region region = aligned(address, 16, Access.READ);
        pairs.read(region, (int) (address - region.start), pair);
    }

    /**
     * CASP of 64-bit registers and the store of a 64-bit STXP, a full barrier (pairs of 32-bit registers are one {@link
     * #compareAndExchange} of 8 bytes).
     *
     * <p>Java has no 128-bit compare-and-exchange, so pairs exclude each other by a lock. Towards 64-bit accesses by other
     * CPUs: each half is single-copy atomic; a store to either half is never lost and never half overwritten (the halves
     * are themselves exchanged by compare-and-exchange, and the exchange fails as a whole if one was stored to); but a
     * load may see the new lower half and the old upper half, and a lower half that is then taken back.
     *
     * @param witness gets what was there, as {@link #readPair} would
     * @return true if the exchange took place
     */
    public final boolean compareAndExchangePair(
            long address, long expectedLow, long expectedHigh, long low, long high, long[] witness) {
        Region region = aligned(address, 16, Access.WRITE);
        int offset = (int) (address - region.start);
        return pairs.compareAndExchange(region, offset, expectedLow, expectedHigh, low, high, witness);
    }

    private static int slot(long address) {
        return (int) (address >>> 12) & (SLOTS - 1);
    }

    /** The region that allows all of a load, or null if the load is spread over two regions. */
    final @Nullable Region reading(long address, int size) {
        Region region = lookaside[slot(address)];
        if (region.readable(address, size)) {
            return region;
        }
        region = search(address, Access.READ);
        return region.readable(address, size) ? region : null;
    }

    final @Nullable Region writing(long address, int size) {
        Region region = lookaside[slot(address)];
        if (region.writable(address, size)) {
            return region;
        }
        region = search(address, Access.WRITE);
        return region.writable(address, size) ? region : null;
    }

    /** The region that allows all of an access, which an aligned one never leaves. */
    final Region aligned(long address, int size, Access access) {
        if ((address & (size - 1)) != 0) {
            throw new MemoryFault(access, address, "not aligned to " + size + " bytes");
        }
        Region region = lookaside[slot(address)];
        long offset = address - region.start;
        return offset >= 0 && offset < region.sizeFor(access) ? region : search(address, access);
    }

    private Region search(long address, Access access) {
        Region region = space.find(address);
        if (region == null) {
            throw new MemoryFault(access, address, "not mapped");
        }
        if (!region.protection.allows(access)) {
            throw new MemoryFault(access, address, "not allowed in " + region);
        }
        lookaside[slot(address)] = region;
        return region;
    }

    private long readBytewise(long address, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= read8(address + i) << (8 * i);
        }
        return value;
    }

    private void writeBytewise(long address, int size, long value) {
        for (int i = 0; i < size; i++) {
            search(address + i, Access.WRITE);
        }
        for (int i = 0; i < size; i++) {
            write8(address + i, value >>> (8 * i));
        }
    }
}
