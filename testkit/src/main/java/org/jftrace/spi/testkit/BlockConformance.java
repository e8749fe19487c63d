package org.jftrace.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jftrace.Errno;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.junit.jupiter.api.Test;

/** Memory that is taken for generated code and data, and given back. */
public interface BlockConformance extends Conformance {
    /** How far a BL reaches. */
    long REACH = 128L << 20;

    /**
     * Whatever their sizes.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void blocksAreAlignedEmptyAndApart() throws Exception {
        try (MachineUnderTest on = open()) {
            CodeMemory memory = on.memory();
            List<AddressRange> blocks = new ArrayList<>();
            for (int i = 1; i <= 40; i++) {
                blocks.add(AddressRange.ofSize(memory.allocateData(i), i));
                blocks.add(AddressRange.ofSize(
                        memory.allocateCode(4L * i, on.machine().symbols().text()), 4L * i));
            }
            for (AddressRange block : blocks) {
                assertEquals(0, block.start() & 15, block::toString);
                for (long at = block.start(); at < block.end(); at += 8) {
                    assertEquals(0, memory.readLong(at), block::toString);
                    memory.patchLong(at, block.start());
                }
            }
            for (AddressRange block : blocks) {
                for (long at = block.start(); at < block.end(); at += 8) {
                    assertEquals(block.start(), memory.readLong(at), block::toString);
                }
            }
        }
    }

    /**
     * From the first word of text and from the last.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void codeIsWithinReachOfAllOfTheText() throws Exception {
        try (MachineUnderTest on = open()) {
            AddressRange text = on.machine().symbols().text();
            for (int i = 1; i <= 20; i++) {
                long size = 4L * i;
                long block = on.memory().allocateCode(size, text);
                assertTrue(block + size - 4 - text.start() <= REACH - 4, () -> Long.toHexString(block));
                assertTrue(block - (text.end() - 4) >= -REACH, () -> Long.toHexString(block));
            }
        }
    }

    /**
     * No place is within reach of both ends of half a gigabyte.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void codeThatCannotBeWithinReachIsRefused() throws Exception {
        try (MachineUnderTest on = open()) {
            long start = on.machine().symbols().text().start();
            AddressRange far = AddressRange.ofSize(start, 4 * REACH);
            Expect.refusal(
                    Errno.ENOMEM, "allocateCode near " + far, () -> on.memory().allocateCode(16, far));
        }
    }

    /**
     * ENOMEM, and the next one may have what is left.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aBlockThatIsTooLargeIsRefused() throws Exception {
        try (MachineUnderTest on = open()) {
            CodeMemory memory = on.memory();
            AddressRange text = on.machine().symbols().text();
            Expect.refusal(Errno.ENOMEM, "allocateData", () -> memory.allocateData(1L << 46));
            Expect.refusal(Errno.ENOMEM, "allocateCode", () -> memory.allocateCode(1L << 46, text));
            memory.patchLong(memory.allocateData(8), 1);
            memory.patchLong(memory.allocateCode(8, text), 1);
        }
    }

    /**
     * Whether or not memory is ever given out again.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void aBlockThatComesBackIsEmpty() throws Exception {
        try (MachineUnderTest on = open()) {
            CodeMemory memory = on.memory();
            for (int i = 0; i < 100; i++) {
                long data = memory.allocateData(24);
                long code = memory.allocateCode(24, on.machine().symbols().text());
                for (long at = 0; at < 24; at += 8) {
                    assertEquals(0, memory.readLong(data + at));
                    assertEquals(0, memory.readLong(code + at));
                    memory.patchLong(data + at, -1);
                    memory.patchLong(code + at, -1);
                }
                memory.free(data);
                memory.free(code);
            }
        }
    }

    /**
     * Neither twice, nor from the middle, nor what was never taken.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void onlyWhatIsAllocatedCanBeFreed() throws Exception {
        try (MachineUnderTest on = open()) {
            CodeMemory memory = on.memory();
            long block = memory.allocateData(64);
            long gate = on.machine().mapHostCall(cpu -> {});
            assertThrows(IllegalArgumentException.class, () -> memory.free(block + 16));
            assertThrows(IllegalArgumentException.class, () -> memory.free(gate));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> memory.free(on.writable().start()));
            memory.free(block);
            assertThrows(IllegalArgumentException.class, () -> memory.free(block));
        }
    }

    /**
     * Each thread gets its own.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void blocksOfSeveralThreadsAreApart() throws Exception {
        try (MachineUnderTest on = open()) {
            CodeMemory memory = on.memory();
            Expect.apart(on, () -> memory.allocateData(16));
        }
    }
}
