package org.jftrace.samples;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jftrace.spi.CodeMemory;

/** Reads the strings that arguments point at. */
public final class GuestText {
    private static final int LONGEST = 256;

    private GuestText() {}

    /**
     * Reads up to the zero byte; memory is read in aligned words, as the SPI has it.
     *
     * @param memory of the guest
     * @param address of the first byte
     * @return at most 256 bytes
     */
    public static String at(CodeMemory memory, long address) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (long at = address; at < address + LONGEST; at++) {
            int b = (memory.readWord(at & -4L) >>> (8 * (int) (at & 3))) & 0xff;
            if (b == 0) {
                break;
            }
            text.write(b);
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
