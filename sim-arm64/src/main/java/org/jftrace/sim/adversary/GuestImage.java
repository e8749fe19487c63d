package org.jftrace.sim.adversary;

import java.util.ArrayList;
import java.util.List;
import org.jftrace.arm64.a64.emit.Arithmetic;
import org.jftrace.arm64.a64.emit.Branches;
import org.jftrace.arm64.a64.emit.Reg;
import org.jftrace.arm64.a64.emit.SystemInstructions;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.SymbolTable;

/**
 * The text of a program or of a module, as a compiler leaves it, and its symbols.
 *
 * <pre>
 *     -fpatchable-function-entry=4,2    =2
 *     +0   nop; nop                     udf; udf
 *     +8   function: nop; nop           function: nop; nop
 *     +16  body                         body
 * </pre>
 */
public final class GuestImage {
    private static final int ENTRY = 16;

    private final String name;
    private final long start;
    private final List<Integer> words = new ArrayList<>();
    private final List<Long> functions = new ArrayList<>();
    private final SymbolTable.Builder symbols;

    /**
     * Begins an image.
     *
     * @param name of the module, or "" for the main image
     * @param start where it lies, 16-byte aligned
     */
    public GuestImage(String name, long start) {
        this.name = name;
        this.start = start;
        this.symbols = SymbolTable.builder(name);
    }

    /**
     * Adds a function that returns its argument plus 1.
     *
     * @param literal whether there is room for a literal
     * @return this image
     */
    public GuestImage function(boolean literal) {
        return function(literal, Arithmetic.add(Reg.X0, Reg.X0, 1), Branches.ret());
    }

    /**
     * Adds a function; it is named {@code f0}, {@code f1} and so on, in a module {@code name_f0}.
     *
     * @param literal whether there is room for a literal
     * @param body what comes after the entry that the compiler makes
     * @return this image
     */
    public GuestImage function(boolean literal, int... body) {
        long begin = start + 4L * words.size();
        int before = literal ? SystemInstructions.NOP : 0;
        words.addAll(List.of(before, before, SystemInstructions.NOP, SystemInstructions.NOP));
        for (int word : body) {
            words.add(word);
        }
        while (words.size() % 4 != 0) {
            words.add(0);
        }
        String symbol = (name.isEmpty() ? "f" : name + "_f") + functions.size();
        symbols.function(symbol, begin + 8, 8 + 4L * body.length);
        symbols.patchableEntries(literal ? begin : begin + 8);
        functions.add(begin + 8);
        return this;
    }

    /**
     * Leaves room for a PLT behind the functions added so far, and makes all of the image the module's one region.
     *
     * @return this image
     */
    public GuestImage plt() {
        long plt = start + 4L * words.size();
        words.addAll(List.of(0, 0, 0, 0));
        symbols.region(new SymbolTable.Region(new AddressRange(start, plt + ENTRY), plt, false));
        return this;
    }

    /**
     * Returns the address of a function.
     *
     * @param index of the first that was added is 0
     * @return its first instruction
     */
    public long function(int index) {
        return functions.get(index);
    }

    /**
     * Returns the address of a call site.
     *
     * @param index of its function
     * @return the word that is swapped between NOP and BL
     */
    public long ip(int index) {
        return functions.get(index) + 4;
    }

    /**
     * Returns where the literal of a function lies that has one.
     *
     * @param index of the function
     * @return a guest address
     */
    public long literal(int index) {
        return functions.get(index) - 8;
    }

    /**
     * Returns the symbols.
     *
     * @return a new table each time
     */
    public SymbolTable symbols() {
        return symbols.build();
    }

    long start() {
        return start;
    }

    List<Integer> words() {
        return words;
    }
}
