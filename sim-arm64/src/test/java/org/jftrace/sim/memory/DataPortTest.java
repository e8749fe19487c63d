package org.jftrace.sim.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DataPortTest {
    private static final long A = 0x10_0000;
    private static final long B = A + 4096;
    private static final long C = 0x20_0000;

    private final GuestMemory memory = new GuestMemory();
    private final DataPort port = new DataPort(memory);

    @BeforeEach
    void map() {
        memory.map("a", A, 4096, Protection.READ_WRITE);
        memory.map("b", B, 4096, Protection.READ_WRITE);
        memory.map("c", C, 4096, Protection.READ);
    }

    @Test
    void seesWhatMemorySeesInWhateverOrderRegionsAreUsed() {
        byte[] constants = {1, 2, 3, 4, 5, 6, 7, 8};
        memory.load(C, constants, 0, 8);
        for (int i = 0; i < 10; i++) {
            port.write64(A + 8L * i, i);
            port.write32(B + 8L * i, -i);
            assertEquals(0x0807_0605_0403_0201L, port.read64(C));
            assertEquals(i, memory.read64(A + 8L * i));
            assertEquals(-i & 0xffff_ffffL, memory.read64(B + 8L * i));
            assertEquals(-i & 0xffL, port.read8(B + 8L * i));
            assertEquals(i, port.read32(A + 8L * i));
        }
    }

    @Test
    void aRegionThatWasReadIsStillNotWritable() {
        port.read64(C);
        assertThrows(MemoryFault.class, () -> port.write64(C, 1));
        assertThrows(MemoryFault.class, () -> port.write32(C, 1));
        assertEquals(0, memory.read64(C));
    }

    @Test
    void accessesAcrossTheEndOfARememberedRegionGoToBothOrFault() {
        port.write64(A, 0);
        port.write64(B - 4, 0x1122_3344_5566_7788L);
        assertEquals(0x1122_3344_5566_7788L, port.read64(B - 4));
        assertEquals(0x1122_3344L, memory.read32(B));
        MemoryFault fault = assertThrows(MemoryFault.class, () -> port.write64(B + 4092, -1));
        assertEquals(Access.WRITE, fault.access());
        assertEquals(0, memory.read32(B + 4092));
        assertThrows(MemoryFault.class, () -> port.read64(B + 4092));
    }
}
