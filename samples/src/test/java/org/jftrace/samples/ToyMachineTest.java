package org.jftrace.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.SymbolTable;
import org.junit.jupiter.api.Test;

/** What a memory gets from the SPI that says no more than it must. */
class ToyMachineTest {
    private static final long REACH = 128L << 20;

    private final ToyMachine memory = new ToyMachine(
            new int[] {0x11111111, 0x92222222}, SymbolTable.builder("").build());

    @Test
    void aWordIsAHalfOfALong() {
        assertEquals(0x11111111, memory.readWord(ToyMachine.BASE));
        assertEquals(0x92222222, memory.readWord(ToyMachine.BASE + 4));
    }

    @Test
    void aMisalignedWordIsAFault() {
        for (int offset = 1; offset < 8; offset++) {
            long address = ToyMachine.BASE + offset;
            if (offset != 4) {
                assertEquals(
                        Errno.EFAULT,
                        assertThrows(FtraceException.class, () -> memory.readWord(address))
                                .errno());
            }
        }
    }

    @Test
    void codeIsWithinReachOrGivenBack() {
        long code = memory.allocateCode(16, AddressRange.ofSize(ToyMachine.BASE, 16));
        AddressRange near = AddressRange.ofSize(code + 16 + REACH, 4);
        assertEquals(code + 16, memory.allocateCode(16, near));
        FtraceException tooFar = assertThrows(
                FtraceException.class, () -> memory.allocateCode(16, AddressRange.ofSize(code + REACH + 36, 4)));
        assertEquals(Errno.ENOMEM, tooFar.errno());
        assertThrows(IllegalArgumentException.class, () -> memory.free(code + 32));
    }
}
