package org.jftrace.cli.sites;

import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.SymbolTable;

/**
 * The words of a program's text at one moment.
 *
 * @param start the address of the first word
 * @param words in order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed on
record TextSnapshot(long start, int[] words) {
    /** How far before a function's entry its call site may begin: the literal. */
    private static final int BEFORE = 8;

    static TextSnapshot take(CodeMemory memory, SymbolTable symbols) {
        AddressRange text = symbols.text();
        long start = text.start() - (text.size() == 0 ? 0 : BEFORE);
        int[] words = new int[(int) ((text.end() - start) / 4)];
        for (int i = 0; i < words.length; i++) {
            words[i] = memory.readWord(start + 4L * i);
        }
        return new TextSnapshot(start, words);
    }

    int at(long address) {
        return words[(int) ((address - start) / 4)];
    }
}
