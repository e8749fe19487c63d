package org.jftrace.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadElfTest {
    private static final int E_TYPE = 16;
    private static final int E_MACHINE = 18;
    private static final int E_ENTRY = 24;
    private static final int E_PHOFF = 32;
    private static final int E_PHENTSIZE = 54;
    private static final int P_TYPE = 0;
    private static final int P_FLAGS = 4;
    private static final int P_VADDR = 16;
    private static final int P_FILESZ = 32;
    private static final int P_MEMSZ = 40;
    private static final int PT_INTERP = 3;

    @TempDir
    private Path folder;

    private byte[] good;

    @BeforeEach
    void read() throws IOException {
        good = Files.readAllBytes(Guests.elf("vfs.elf"));
    }

    private SimMachine load(byte[] bytes) throws IOException {
        return SimMachine.load(Files.write(folder.resolve("bad.elf"), bytes));
    }

    private void assertRefused(String part, byte[] bytes) {
        IOException refused = assertThrows(IOException.class, () -> load(bytes));
        assertTrue(
                refused.getMessage().startsWith(folder.resolve("bad.elf") + ": ")
                        && refused.getMessage().contains(part),
                "\"" + part + "\" in: " + refused.getMessage());
    }

    private byte[] changed(Consumer<ByteBuffer> change) {
        byte[] bytes = good.clone();
        change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return bytes;
    }

    /** Of the first PT_LOAD. */
    private static int header(ByteBuffer file) {
        int at = (int) file.getLong(E_PHOFF);
        while (file.getInt(at + P_TYPE) != 1) {
            at += 56;
        }
        return at;
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThrows(NoSuchFileException.class, () -> SimMachine.load(folder.resolve("none.elf")));
    }

    @Test
    void otherKindsOfFileAreRefused() {
        assertRefused("not an ELF file", new byte[0]);
        assertRefused("not an ELF file", "#!/bin/sh\n".getBytes(StandardCharsets.US_ASCII));
        assertRefused("EI_CLASS is 1", changed(file -> file.put(4, (byte) 1)));
        assertRefused("EI_DATA is 2", changed(file -> file.put(5, (byte) 2)));
        assertRefused("e_machine is 62 (x86-64)", changed(file -> file.putShort(E_MACHINE, (short) 62)));
        assertRefused("e_machine is 40 (32-bit Arm)", changed(file -> file.putShort(E_MACHINE, (short) 40)));
        assertRefused("e_type is 1 (relocatable", changed(file -> file.putShort(E_TYPE, (short) 1)));
    }

    @Test
    void headersOfAnUnknownSizeAreRefused() {
        assertRefused("program headers of 32 bytes", changed(file -> file.putShort(E_PHENTSIZE, (short) 32)));
    }

    @Test
    void aDynamicProgramIsRefused() {
        assertRefused("PT_INTERP", changed(file -> file.putInt(header(file) + P_TYPE, PT_INTERP)));
    }

    @Test
    void anEntryOutsideOfTextIsRefused() {
        assertRefused("entry point 0x3", changed(file -> file.putLong(E_ENTRY, 3)));
    }

    @Test
    void segmentsThatCannotBeAreRefused() {
        assertRefused("writable and executable", changed(file -> file.putInt(header(file) + P_FLAGS, 7)));
        assertRefused("lies below 0x10000", changed(file -> file.putLong(header(file) + P_VADDR, 0x1000)));
        assertRefused("p_memsz 0x1 is", changed(file -> file.putLong(header(file) + P_MEMSZ, 1)));
        assertRefused("truncated", changed(file -> file.putLong(header(file) + P_FILESZ, 1L << 40)));
        assertRefused("p_memsz 0x10000000000", changed(file -> file.putLong(header(file) + P_MEMSZ, 1L << 40)));
    }

    @Test
    void aSegmentWhereTheStackShouldBeIsRefused() {
        assertRefused(
                "does not fit into memory", changed(file -> file.putLong(header(file) + P_VADDR, 0x7fff_fffe_0000L)));
    }

    /** The section headers are last in the file, so no shorter file is whole. */
    @Test
    void everyTruncatedFileIsRefused() {
        for (int length = 0; length < good.length; length += length < 1024 ? 1 : 509) {
            byte[] bytes = Arrays.copyOf(good, length);
            IOException refused = assertThrows(IOException.class, () -> load(bytes), length + " bytes");
            assertTrue(refused.getMessage().startsWith(folder.resolve("bad.elf") + ": "), refused.getMessage());
        }
    }

    /** Whatever the bytes: a machine, or an IOException that says why not. */
    @Test
    void damagedHeadersNeverGiveAnythingButAnIoException() {
        Random random = new Random(20260731);
        int refused = 0;
        for (int round = 0; round < 500; round++) {
            byte[] bytes = good.clone();
            int headers = random.nextBoolean() ? 64 + 56 * 4 : bytes.length;
            int from = headers == bytes.length ? bytes.length - 64 * 16 : 4;
            for (int damage = 0; damage < 3; damage++) {
                bytes[from + random.nextInt(headers - from)] = (byte) random.nextInt();
            }
            try (SimMachine machine = load(bytes)) {
                assertFalse(machine.isRunning());
            } catch (IOException e) {
                refused++;
            }
        }
        assertTrue(refused > 150, refused + " of 500 were refused");
    }

    @Test
    void theNumberOfCpusIsChecked() {
        SimMachine.Builder builder = SimMachine.builder(Guests.elf("vfs.elf"));
        assertThrows(IllegalArgumentException.class, () -> builder.cpus(0));
        var thrown = assertThrows(IllegalArgumentException.class, () -> builder.cpus(257));
        assertEquals("cpus 257 must be 1 to 256", thrown.getMessage());
    }
}
