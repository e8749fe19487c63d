package org.jftrace.sim.light;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.MachineClosedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LightMemoryTest {
    private final LightMachine machine = LightMachine.builder().functions(4).build();
    private final CodeMemory memory = machine.memory();
    private final long stack = machine.cpu(0).sp() - 64;

    @Test
    void patchingAWordKeepsItsNeighbour() {
        memory.patchLong(LightMachine.TEXT, 0x11111111_22222222L);
        memory.patchWord(LightMachine.TEXT + 4, 0x94000001);
        assertEquals(0x94000001_22222222L, memory.readLong(LightMachine.TEXT));
        memory.patchWord(LightMachine.TEXT, 0xd503201f);
        assertEquals(0x94000001_d503201fL, memory.readLongAcquire(LightMachine.TEXT));
        assertEquals(0xd503201f, memory.readWord(LightMachine.TEXT));
        assertEquals(0x94000001, memory.readWord(LightMachine.TEXT + 4));
    }

    @Test
    void twoThreadsPatchingTheHalvesOfOneLongLoseNothing() throws InterruptedException {
        int rounds = 50_000;
        Thread other = new Thread(() -> {
            for (int i = 1; i <= rounds; i++) {
                memory.patchWord(LightMachine.TEXT + 4, i);
                assertEquals(i, memory.readWord(LightMachine.TEXT + 4));
            }
        });
        other.start();
        int lost = 0;
        for (int i = 1; i <= rounds; i++) {
            memory.patchWord(LightMachine.TEXT, -i);
            lost += memory.readWord(LightMachine.TEXT) == -i ? 0 : 1;
        }
        other.join();
        assertEquals(0, lost);
        assertEquals(rounds, memory.readWord(LightMachine.TEXT + 4));
    }

    @ParameterizedTest
    @ValueSource(longs = {LightMachine.TEXT - 8, LightMachine.TEXT + 1, 0, -8, LightMachine.TEXT + (1L << 40)})
    void unmappedOrUnalignedAddressesFaultAndAreNamed(long address) {
        FtraceException fault = assertThrows(FtraceException.class, () -> memory.readLong(address));
        assertEquals(Errno.EFAULT, fault.errno());
        assertTrue(fault.getMessage().contains("0x" + Long.toHexString(address)), fault.getMessage());
        assertThrows(FtraceException.class, () -> memory.readWord(address));
        assertThrows(FtraceException.class, () -> memory.patchLong(address, 1));
        assertThrows(FtraceException.class, () -> memory.patchWord(address, 1));
        assertThrows(FtraceException.class, () -> memory.writeLong(address, 1));
    }

    @Test
    void textAndHandlesAreNotWrittenWithoutAPatch() {
        long data = memory.allocateData(16);
        assertThrows(FtraceException.class, () -> memory.writeLong(LightMachine.TEXT, 1));
        assertThrows(FtraceException.class, () -> memory.writeLong(data, 1));
        memory.writeLong(stack, 7);
        assertEquals(7, memory.readLong(stack));
    }

    private void writeFrame(long address) {
        memory.writeFrame(address, machine.cpu(0), 109, 110, 111, 112, 113);
    }

    @Test
    void aFrameIsWrittenOrNothingIs() {
        LightCpu cpu = machine.cpu(0);
        for (int n = 0; n < 31; n++) {
            cpu.setX(n, 100 + n);
        }
        writeFrame(stack - 112);
        for (int i = 0; i < 14; i++) {
            assertEquals(100 + i, memory.readLong(stack - 112 + 8L * i));
        }
        assertEquals(0, memory.readLong(stack));
        assertEquals(0, memory.readLong(stack - 120));
        long lastStackEnd = machine.cpu(1).sp();
        writeFrame(lastStackEnd - 112);
        assertEquals(113, memory.readLong(lastStackEnd - 8));
        memory.writeLong(lastStackEnd - 8, 1);
        for (long address : new long[] {
            lastStackEnd - 104, stack - 108, machine.cpu(0).sp() - 4104, stack - 111, lastStackEnd, lastStackEnd - 8, -8
        }) {
            assertThrows(FtraceException.class, () -> writeFrame(address));
        }
        assertEquals(1, memory.readLong(lastStackEnd - 8));
    }

    @Test
    void aPairIsLoadedOrNothingIs() {
        LightCpu cpu = machine.cpu(0);
        memory.writeLong(stack, 5);
        memory.writeLong(stack + 8, 6);
        memory.loadPairAcquire(stack, cpu, 16);
        assertEquals(5, cpu.x(16));
        assertEquals(6, cpu.x(17));
        long lastWord = memoryEnd() - 8;
        for (long address : new long[] {stack + 4, LightMachine.TEXT - 8, lastWord, -8}) {
            assertThrows(FtraceException.class, () -> memory.loadPairAcquire(address, cpu, 16));
        }
        assertEquals(5, cpu.x(16));
    }

    @Test
    void aPairIsLoadedThroughAPointerOrNothingIs() {
        LightCpu cpu = machine.cpu(0);
        memory.writeLong(stack, 5);
        memory.writeLong(stack + 8, 6);
        memory.writeLong(stack + 16, stack);
        assertEquals(stack, memory.loadPairThroughAcquire(stack + 16, cpu, 16));
        assertEquals(5, cpu.x(16));
        assertEquals(6, cpu.x(17));
        cpu.setX(16, 7);
        long lastWord = memoryEnd() - 8;
        for (long address :
                new long[] {stack + 4, LightMachine.TEXT - 8, lastWord, -8, stack + (1L << 34), stack - (1L << 60)}) {
            memory.writeLong(stack + 16, address);
            String message = assertThrows(
                            FtraceException.class, () -> memory.loadPairThroughAcquire(stack + 16, cpu, 16))
                    .getMessage();
            assertTrue(message.contains("read of 16 bytes at 0x" + Long.toHexString(address)), message);
        }
        for (long pointer : new long[] {stack + 12, LightMachine.TEXT - 8, lastWord + 8, stack + (1L << 35)}) {
            String message = assertThrows(FtraceException.class, () -> memory.loadPairThroughAcquire(pointer, cpu, 16))
                    .getMessage();
            assertTrue(message.contains("read of 8 bytes at 0x" + Long.toHexString(pointer)), message);
        }
        assertEquals(7, cpu.x(16));
    }

    private long memoryEnd() {
        long end = stack;
        try {
            while (true) {
                memory.readLong(end);
                end += 8;
            }
        } catch (FtraceException beyond) {
            return end;
        }
    }

    @Test
    void aClosedMachineIsNotWritten() {
        machine.close();
        assertThrows(MachineClosedException.class, () -> memory.writeLong(stack, 1));
        assertThrows(MachineClosedException.class, () -> writeFrame(stack - 112));
    }

    @Test
    void memoryIsGivenOutAlignedAndClearedAndTakenBackPoisoned() {
        long first = memory.allocateData(17);
        long second = memory.allocateCode(4, machine.symbols().text());
        assertEquals(first + 32, second);
        assertEquals(0, first & 15);
        memory.patchLong(first, 5);
        memory.free(first);
        assertEquals(0x6b6b6b6b_6b6b6b6bL, memory.readLong(first));
        assertEquals(16, machine.allocatedBytes());
        assertEquals(first, memory.allocateData(32));
        assertEquals(0, memory.readLong(first));
        assertThrows(IllegalArgumentException.class, () -> memory.free(first + 16));
    }

    @Test
    void aFullHeapIsEnomemUntilSomethingIsFreed() {
        LightMachine small = LightMachine.builder().heap(48).build();
        CodeMemory heap = small.memory();
        heap.allocateData(16);
        long middle = heap.allocateData(16);
        heap.allocateData(16);
        FtraceException full = assertThrows(FtraceException.class, () -> heap.allocateData(1));
        assertEquals(Errno.ENOMEM, full.errno());
        heap.free(middle);
        assertEquals(middle, heap.allocateData(16));
    }

    @Test
    void codeOutOfReachIsEnomemAndNothingIsTaken() {
        AddressRange far = AddressRange.ofSize(LightMachine.TEXT + (200L << 20), 64);
        FtraceException none = assertThrows(FtraceException.class, () -> memory.allocateCode(64, far));
        assertEquals(Errno.ENOMEM, none.errno());
        assertEquals(0, machine.allocatedBytes());
    }

    @Test
    void reachIsExact() {
        AddressRange block = AddressRange.ofSize(1L << 40, 8);
        long back = (1L << 40) + (128L << 20);
        assertTrue(Heap.inReach(block, AddressRange.ofSize(back, 4)));
        assertTrue(!Heap.inReach(block, AddressRange.ofSize(back + 4, 4)));
        long ahead = (1L << 40) + 4 - ((128L << 20) - 4);
        assertTrue(Heap.inReach(block, AddressRange.ofSize(ahead, 4)));
        assertTrue(!Heap.inReach(block, AddressRange.ofSize(ahead - 4, 4)));
    }

    @Test
    void aClosedMachineIsReadOnly() {
        machine.close();
        assertTrue(machine.isClosed());
        assertThrows(MachineClosedException.class, () -> memory.patchWord(LightMachine.TEXT, 1));
        assertThrows(MachineClosedException.class, () -> memory.patchLong(LightMachine.TEXT, 1));
        assertThrows(MachineClosedException.class, () -> memory.writeLong(stack, 1));
        assertThrows(MachineClosedException.class, () -> memory.allocateData(16));
        assertThrows(MachineClosedException.class, () -> machine.mapHostCall(cpu -> {}));
        assertThrows(MachineClosedException.class, () -> machine.cpu(0).call(machine.function(0)));
        assertEquals(0, memory.readWord(LightMachine.TEXT));
    }
}
