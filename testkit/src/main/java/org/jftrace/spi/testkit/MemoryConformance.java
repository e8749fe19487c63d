package org.jftrace.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;
import org.junit.jupiter.api.Test;

/** Words and longs: how they lie, what is refused, and what other threads may see of them. */
public interface MemoryConformance extends Conformance {
    /** How often the checks with two threads write. */
    int ROUNDS = 20_000;

    /**
     * A number is little-endian, and all ways of reading see the same of it.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void everyReadSeesThePatchedLong() throws Exception {
        try (MachineUnderTest on = open()) {
            CodeMemory memory = on.memory();
            long at = memory.allocateData(16);
            memory.patchLong(at + 8, 0x8877_6655_4433_2211L);
            assertEquals(0x8877_6655_4433_2211L, memory.readLong(at + 8));
            assertEquals(0x8877_6655_4433_2211L, memory.readLongAcquire(at + 8));
            assertEquals(0x4433_2211, memory.readWord(at + 8));
            assertEquals(0x8877_6655, memory.readWord(at + 12));
            assertEquals(0, memory.readLong(at));
        }
    }

    /**
     * A word is the half of a long.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aPatchedWordLeavesItsNeighbourAlone() throws Exception {
        try (MachineUnderTest on = open()) {
            CodeMemory memory = on.memory();
            long at = memory.allocateCode(16, on.machine().symbols().text());
            memory.patchWord(at, 0x8000_0001);
            memory.patchWord(at + 4, 0x9000_0002);
            assertEquals(0x9000_0002_8000_0001L, memory.readLong(at));
            memory.patchWord(at, 0x3);
            assertEquals(0x9000_0002_0000_0003L, memory.readLong(at));
            assertEquals(0, memory.readLong(at + 8));
        }
    }

    /**
     * EFAULT, for each access.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aMisalignedAccessIsAFault() throws Exception {
        try (MachineUnderTest on = open()) {
            CodeMemory memory = on.memory();
            long at = memory.allocateCode(32, on.machine().symbols().text());
            long data = on.writable().start();
            memory.patchLong(at, -1);
            for (int off = 1; off < 8; off++) {
                long address = at + off;
                if (off != 4) {
                    Expect.fault(address, "readWord", () -> memory.readWord(address));
                    Expect.fault(address, "patchWord", () -> memory.patchWord(address, 0));
                    Expect.fault(address, "replaceWord", () -> memory.replaceWord(address, -1, 0));
                }
                Expect.fault(address, "readLong", () -> memory.readLong(address));
                Expect.fault(address, "readLongAcquire", () -> memory.readLongAcquire(address));
                Expect.fault(address, "patchLong", () -> memory.patchLong(address, 0));
                long inData = data + off;
                Expect.fault(inData, "writeLong", () -> memory.writeLong(inData, 0));
            }
            assertEquals(-1, memory.readLong(at));
            assertEquals(0, memory.readLong(at + 8));
        }
    }

    /**
     * EFAULT, for each access.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void anAccessToNothingIsAFault() throws Exception {
        try (MachineUnderTest on = open()) {
            CodeMemory memory = on.memory();
            long nothing = on.unmapped();
            Expect.fault(nothing, "readWord", () -> memory.readWord(nothing));
            Expect.fault(nothing, "patchWord", () -> memory.patchWord(nothing, 0));
            Expect.fault(nothing, "replaceWord", () -> memory.replaceWord(nothing, 0, 0));
            Expect.fault(nothing, "readLong", () -> memory.readLong(nothing));
            Expect.fault(nothing, "readLongAcquire", () -> memory.readLongAcquire(nothing));
            Expect.fault(nothing, "patchLong", () -> memory.patchLong(nothing, 0));
            Expect.fault(nothing, "writeLong", () -> memory.writeLong(nothing, 0));
        }
    }

    /**
     * Comparing and writing tell what was there.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aWordIsReplacedOnlyIfItIsTheExpectedOne() throws Exception {
        try (MachineUnderTest on = open()) {
            CodeMemory memory = on.memory();
            long at = memory.allocateCode(16, on.machine().symbols().text());
            memory.patchLong(at, 0x2222_2222_1111_1111L);
            assertEquals(0x2222_2222, memory.replaceWord(at + 4, 0x1111_1111, 7));
            assertEquals(0x2222_2222_1111_1111L, memory.readLong(at));
            assertEquals(0x2222_2222, memory.replaceWord(at + 4, 0x2222_2222, 7));
            assertEquals(0x7_1111_1111L, memory.readLong(at));
        }
    }

    /**
     * As the frame of a traced call is.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aFrameIsWrittenAndNothingBesideIt() throws Exception {
        try (MachineUnderTest on = open()) {
            CodeMemory memory = on.memory();
            GuestCpu cpu = on.cpu();
            long at = on.writable().start() + 16;
            memory.writeLong(at - 8, -1);
            memory.writeLong(at + 112, -2);
            for (int n = 0; n <= 8; n++) {
                cpu.setX(n, (100L << 32) + n);
            }
            memory.writeFrame(at, cpu, 109, 110, 111, 112, 1L << 63);
            for (int n = 0; n <= 8; n++) {
                assertEquals((100L << 32) + n, memory.readLong(at + 8L * n), "x" + n);
            }
            for (int n = 9; n <= 12; n++) {
                assertEquals(100 + n, memory.readLong(at + 8L * n), "value " + n);
            }
            assertEquals(1L << 63, memory.readLong(at + 104));
            assertEquals(-1, memory.readLong(at - 8));
            assertEquals(-2, memory.readLong(at + 112));
        }
    }

    /**
     * As the handle of a traced call is.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aPairIsLoadedIntoTwoRegisters() throws Exception {
        try (MachineUnderTest on = open()) {
            long at = on.memory().allocateData(16);
            on.memory().patchLong(at, 1L << 63 | 5);
            on.memory().patchLong(at + 8, 6);
            on.cpu().setX(28, -1);
            on.memory().loadPairAcquire(at, on.cpu(), 29);
            assertEquals(1L << 63 | 5, on.cpu().x(29));
            assertEquals(6, on.cpu().x(30));
            assertEquals(-1, on.cpu().x(28));
        }
    }

    /**
     * As the handle of a traced call is, whose address is in the call site's literal.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aPairIsLoadedThroughAPointer() throws Exception {
        try (MachineUnderTest on = open()) {
            CodeMemory memory = on.memory();
            long pair = memory.allocateData(16);
            long pointer = memory.allocateData(16);
            memory.patchLong(pair, 1L << 63 | 5);
            memory.patchLong(pair + 8, 6);
            memory.patchLong(pointer, pair);
            on.cpu().setX(18, -1);
            assertEquals(pair, memory.loadPairThroughAcquire(pointer, on.cpu(), 16));
            assertEquals(1L << 63 | 5, on.cpu().x(16));
            assertEquals(6, on.cpu().x(17));
            assertEquals(-1, on.cpu().x(18));
            memory.patchLong(pointer, pair + 4);
            Expect.fault(
                    pair + 4, "loadPairThroughAcquire", () -> memory.loadPairThroughAcquire(pointer, on.cpu(), 16));
        }
    }

    /**
     * 64 bits are single-copy atomic.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aLongIsNeverSeenHalfWritten() throws Exception {
        try (MachineUnderTest on = open()) {
            CodeMemory memory = on.memory();
            long at = memory.allocateData(8);
            Background<Boolean> writer = Background.start(on, () -> {
                for (int i = 0; i < ROUNDS; i++) {
                    memory.patchLong(at, -(i & 1));
                }
                return true;
            });
            while (!writer.hasEnded()) {
                long seen = memory.readLongAcquire(at);
                assertTrue(seen == 0 || seen == -1, () -> "0x" + Long.toHexString(seen));
            }
            writer.get("writing ends");
        }
    }

    /**
     * 32 bits are single-copy atomic, whatever happens to the other half.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aWordIsNotLostToTheOneBesideIt() throws Exception {
        try (MachineUnderTest on = open()) {
            CodeMemory memory = on.memory();
            long at = memory.allocateCode(16, on.machine().symbols().text());
            Background<Boolean> writer = Background.start(on, () -> {
                for (int i = 1; i <= ROUNDS; i++) {
                    patchAndStay(memory, at, i);
                }
                return true;
            });
            for (int i = 1; i <= ROUNDS; i++) {
                patchAndStay(memory, at + 4, i);
            }
            writer.get("writing ends");
        }
    }

    /** Looks for a while, since somebody who has read the old word may be slow to write it back, and needs a core for that. */
    @SuppressWarnings("ThreadPriorityCheck")
    private static void patchAndStay(CodeMemory memory, long at, int word) {
        memory.patchWord(at, word);
        for (int look = 0; look < 8; look++) {
            assertEquals(word, memory.readWord(at));
            if (look == 4) {
                Thread.yield();
            }
        }
    }

    /**
     * Release and acquire.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void whatWasWrittenBeforeALongIsSeenAfterIt() throws Exception {
        try (MachineUnderTest on = open()) {
            CodeMemory memory = on.memory();
            long first = memory.allocateData(8);
            long second = memory.allocateData(8);
            Background<Boolean> writer = Background.start(on, () -> {
                for (int i = 1; i <= ROUNDS; i++) {
                    memory.patchLong(first, i);
                    memory.patchLong(second, i);
                }
                return true;
            });
            while (!writer.hasEnded()) {
                long published = memory.readLongAcquire(second);
                long data = memory.readLong(first);
                assertTrue(data >= published, () -> data + " is older than " + published);
            }
            writer.get("writing ends");
        }
    }
}
