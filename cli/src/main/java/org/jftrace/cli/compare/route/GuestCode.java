package org.jftrace.cli.compare.route;

import java.util.function.Consumer;
import org.jftrace.arm64.a64.emit.Assembler;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;

/** Puts generated code, and strings for it, into a guest. */
final class GuestCode {
    private static final int ROOM = 256;

    private GuestCode() {}

    /** Places code within reach of a range, and returns where it starts. */
    static long place(CodeMemory memory, AddressRange near, Consumer<Assembler> body) {
        long start = memory.allocateCode(ROOM, near);
        Assembler assembler = new Assembler(start);
        body.accept(assembler);
        int[] words = assembler.finish().words();
        for (int i = 0; i < words.length; i++) {
            memory.patchWord(start + 4L * i, words[i]);
        }
        return start;
    }

    /** Places ASCII text with a zero byte behind it. */
    static long string(CodeMemory memory, String text) {
        int words = text.length() / Long.BYTES + 1;
        long start = memory.allocateData((long) Long.BYTES * words);
        for (int word = 0; word < words; word++) {
            long bits = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                int at = word * Long.BYTES + i;
                bits |= (at < text.length() ? (long) text.charAt(at) : 0) << (8 * i);
            }
            memory.patchLong(start + (long) Long.BYTES * word, bits);
        }
        return start;
    }
}
