package org.jftrace.arm64.a64.emit;

import java.util.BitSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jftrace.arm64.a64.text.Disassembler;

/** Assembled code, which never changes: words, and the address of the first. */
public final class Listing {
    private final long base;
    private final int[] words;
    private final BitSet data;

    Listing(long base, int[] words, BitSet data) {
        this.base = base;
        this.words = words;
        this.data = data;
    }

    /** {@return the address of the first word} */
    public long base() {
        return base;
    }

    /** {@return the number of bytes} */
    public int sizeInBytes() {
        return 4 * words.length;
    }

    /** {@return the words, in an array of the caller's own} */
    public int[] words() {
        return words.clone();
    }

    /** {@return one line a word, {@code word  mnemonic}; {@code .word} before data} */
    @Override
    public String toString() {
        return IntStream.range(0, words.length)
                .mapToObj(i -> String.format("%08x  %s%n", words[i], text(i)))
                .collect(Collectors.joining());
    }

    private String text(int index) {
        return data.get(index)
                ? String.format(".word 0x%08x", words[index])
                : Disassembler.disassemble(words[index], base + 4L * index);
    }
}
