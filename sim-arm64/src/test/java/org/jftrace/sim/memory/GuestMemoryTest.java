package org.jftrace.sim.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestMemoryTest {
    private static final long TEXT = 0x400000;
    private static final long RODATA = 0x401000;
    private static final long DATA = 0x402000;
    private static final long KERNEL = 0xffff_ffc0_0800_0000L;
    private static final long TOP = -4096L;

    private final GuestMemory memory = new GuestMemory();

    @BeforeEach
    void map() {
        memory.map("text", TEXT, 4096, Protection.READ_EXECUTE);
        memory.map("constants", RODATA, 4096, Protection.READ);
        memory.map("data", DATA, 8192, Protection.READ_WRITE);
        memory.map("kernel data", KERNEL, 4096, Protection.READ_WRITE);
        memory.map("top", TOP, 4096, Protection.READ_WRITE);
    }

    @ParameterizedTest
    @ValueSource(longs = {DATA, DATA + 1, DATA + 4093, KERNEL + 3, TOP + 4088})
    void everySizeIsLittleEndianAtAnyAlignment(long address) {
        memory.write64(address, 0x8877_6655_4433_2281L);
        assertEquals(0x81, memory.read8(address));
        assertEquals(0x2281, memory.read16(address));
        assertEquals(0x4433_2281L, memory.read32(address));
        assertEquals(0x8877_6655_4433_2281L, memory.read64(address));
        memory.write32(address, 0xffff_ffffL);
        memory.write16(address + 4, 0xf_1234L);
        memory.write8(address + 6, 0x1abL);
        assertEquals(0x88ab_1234_ffff_ffffL, memory.read64(address));
    }

    @Test
    void anAccessMaySpreadOverTwoRegionsThatAllowIt() {
        memory.load(RODATA + 4092, new byte[] {1, 2, 3, 4}, 0, 4);
        memory.write32(DATA, 0x0807_0605);
        assertEquals(0x0807_0605_0403_0201L, memory.read64(RODATA + 4092));
        MemoryFault fault = assertThrows(MemoryFault.class, () -> memory.write64(RODATA + 4092, -1));
        assertEquals(RODATA + 4092, fault.address());
        MemoryFault top = assertThrows(MemoryFault.class, () -> memory.write64(DATA + 8190, -1));
        assertEquals(DATA + 8192, top.address());
        assertEquals(0, memory.read16(DATA + 8190), "a store that faults changes nothing");
    }

    @Test
    void aFaultNamesKindAddressAndRegion() {
        assertFault(Access.READ, 0x10, "not mapped", () -> memory.read64(0x10));
        assertFault(Access.READ, KERNEL - 8, "not mapped", () -> memory.read64(KERNEL - 8));
        assertFault(Access.WRITE, TEXT + 4, "text READ_EXECUTE", () -> memory.write32(TEXT + 4, 0));
        assertFault(Access.WRITE, RODATA, "constants READ", () -> memory.getAndUpdate(AtomicOp.ADD, RODATA, 3, 0));
        assertFault(Access.EXECUTE, DATA, "data READ_WRITE", () -> memory.fetch(DATA));
        assertFault(Access.EXECUTE, TEXT + 2, "not aligned to 4", () -> memory.fetch(TEXT + 2));
        assertFault(Access.WRITE, DATA + 4, "not aligned to 8", () -> memory.compareAndExchange(DATA + 4, 3, 0, 1));
        assertFault(Access.READ, DATA + 1, "not aligned to 2", () -> memory.readAcquire(DATA + 1, 1));
        assertFault(
                Access.WRITE,
                DATA + 8,
                "not aligned to 16",
                () -> memory.compareAndExchangePair(DATA + 8, 0, 0, 1, 1, new long[2]));
    }

    @Test
    void textIsFetchedAndReadButNotWritten() {
        memory.patchWord(TEXT + 8, 0xd503201f);
        assertEquals(0xd503201f, memory.fetch(TEXT + 8));
        assertEquals(0xd503201fL, memory.read32(TEXT + 8));
        assertTrue(memory.isExecutable(TEXT + 100));
        assertFalse(memory.isExecutable(DATA));
        assertFalse(memory.isExecutable(TEXT - 1));
    }

    @Test
    void executeOnlyTextCannotBeRead() {
        memory.map("execute-only", 0x500000, 4096, Protection.EXECUTE);
        assertEquals(0, memory.fetch(0x500000));
        assertFault(Access.READ, 0x500000, "execute-only", () -> memory.read32(0x500000));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void orderedAccessesOfEverySizeTouchTheirBytesOnly(int log2Size) {
        int size = 1 << log2Size;
        for (int offset = 0; offset < 8; offset += size) {
            long mask = (size == 8 ? -1L : (1L << (8 * size)) - 1) << (8 * offset);
            memory.write64(DATA, 0x1122_3344_5566_7788L);
            memory.writeRelease(DATA + offset, log2Size, -1L);
            assertEquals(0x1122_3344_5566_7788L | mask, memory.read64(DATA));
            assertEquals(mask >>> (8 * offset), memory.readAcquire(DATA + offset, log2Size));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void compareAndExchangeOfEverySizeIgnoresTheUpperBits(int log2Size) {
        int size = 1 << log2Size;
        long low = size == 8 ? -1L : (1L << (8 * size)) - 1;
        for (int offset = 0; offset < 8; offset += size) {
            long old = 0x8122_8344_8566_8788L;
            memory.write64(DATA, old);
            long here = (old >>> (8 * offset)) & low;
            assertEquals(here, memory.compareAndExchange(DATA + offset, log2Size, here + 1, 5));
            assertEquals(old, memory.read64(DATA));
            assertEquals(here, memory.compareAndExchange(DATA + offset, log2Size, here | ~low, 0x7001_0203_0405_0607L));
            assertEquals(0x7001_0203_0405_0607L & low, memory.readAcquire(DATA + offset, log2Size));
            assertEquals(old & ~(low << (8 * offset)), memory.read64(DATA) & ~(low << (8 * offset)));
        }
    }

    @Test
    void pairsExchangeBothHalvesOrNone() {
        memory.write64(DATA, 1);
        memory.write64(DATA + 8, 2);
        long[] witness = new long[2];
        assertFalse(memory.compareAndExchangePair(DATA, 1, 3, 7, 8, witness));
        assertArrayEquals(new long[] {1, 2}, witness);
        assertEquals(1, memory.read64(DATA));
        assertTrue(memory.compareAndExchangePair(DATA, 1, 2, 7, 8, witness));
        memory.readPair(DATA, witness);
        assertArrayEquals(new long[] {7, 8}, witness);
    }

    @Test
    void mappingsNeitherOverlapNorWrapNorCoverHalfPages() {
        for (long[] bad : new long[][] {
            {DATA + 4096, 4096},
            {TEXT - 4096, 8192},
            {0x800001, 4096},
            {0x800000, 100},
            {0x800000, 0},
            {TOP, 8192},
            {0x800000, 2L << 30}
        }) {
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class, () -> memory.map("new", bad[0], bad[1], Protection.READ));
            assertTrue(refused.getMessage().contains("0x" + Long.toHexString(bad[0])), refused.getMessage());
        }
    }

    private static void assertFault(Access access, long address, String reason, Runnable action) {
        MemoryFault fault = assertThrows(MemoryFault.class, action::run);
        assertEquals(access, fault.access());
        assertEquals(address, fault.address());
        assertTrue(fault.getMessage().contains(reason), fault.getMessage());
        assertTrue(fault.getMessage().contains("0x" + Long.toHexString(address)), fault.getMessage());
    }
}
