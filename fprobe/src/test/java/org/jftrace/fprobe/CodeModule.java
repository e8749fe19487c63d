package org.jftrace.fprobe;

import org.jftrace.sim.SimMachine;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.SymbolTable;

/** A module whose functions are given as words, behind the four NOPs of {@code -fpatchable-function-entry=4,2}. */
final class CodeModule {
    static final int NOP = 0xd503201f;
    static final int RET = 0xd65f03c0;

    private static final int STRIDE = 32;
    private static final int ENTRY = 8;

    private final SymbolTable.Builder table;
    private final CodeMemory memory;
    private final long start;
    private final String name;
    private int count;

    CodeModule(SimMachine machine, String name, int functions) {
        this.name = name;
        memory = machine.memory();
        AddressRange text = machine.symbols().text();
        start = memory.allocateCode((long) STRIDE * functions, text);
        table = SymbolTable.builder(name);
    }

    long entry(int function) {
        return start + (long) STRIDE * function + ENTRY;
    }

    /** Adds a function, named after the module and its number, of at most four words. */
    CodeModule function(int... body) {
        long before = entry(count) - ENTRY;
        for (int i = 0; i < 4; i++) {
            memory.patchWord(before + 4L * i, NOP);
        }
        for (int i = 0; i < body.length; i++) {
            memory.patchWord(entry(count) + 8 + 4L * i, body[i]);
        }
        table.function(name + "_" + count, entry(count), 8 + 4L * body.length).patchableEntries(before);
        count++;
        return this;
    }

    SymbolTable build() {
        return table.build();
    }
}
