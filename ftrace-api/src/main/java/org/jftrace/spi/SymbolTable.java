package org.jftrace.spi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The functions of one image, the main program or a module, and where its compiler left room for call sites. Immutable.
 */
public final class SymbolTable {
    private final String module;
    private final List<Symbol> functions;
    private final long[] addresses;
    private final long[] patchableEntries;
    private final Map<String, Symbol> reserved;
    private final List<Region> regions;
    private final AddressRange text;

    /**
     * A stretch of a module's text. One that lies out of reach of ftrace's trampolines needs a PLT.
     *
     * @param range where its code lies
     * @param plt 12 bytes within reach of the whole range that ftrace may fill, 4-byte aligned; 0 if there are none, then
     *     ftrace asks {@link CodeMemory#allocateCode} for some
     * @param init whether its code is freed once the module is initialised
     */
    public record Region(AddressRange range, long plt, boolean init) {}

    /**
     * A function.
     *
     * @param name as the linker knows it; need not be unique
     * @param address of its first instruction (with {@code -fpatchable-function-entry=4,2} the two NOPs before it do not
     *     belong to it)
     * @param size in bytes, 0 if unknown
     */
    public record Symbol(String name, long address, long size) {
        /**
         * Tells whether an address lies in the function. One of unknown size reaches up to the next.
         *
         * @param where any address
         * @return true from {@link #address()} on
         */
        boolean covers(long where) {
            return size == 0 || Long.compareUnsigned(where - address, size) < 0;
        }
    }

    private SymbolTable(Builder builder) {
        module = builder.module;
        functions = builder.functions.stream()
                .sorted((a, b) -> Long.compareUnsigned(a.address(), b.address()))
                .toList();
        addresses = functions.stream().mapToLong(Symbol::address).toArray();
        patchableEntries = builder.entries.stream().mapToLong(Long::longValue).toArray();
        reserved = Map.copyOf(builder.reserved);
        regions = List.copyOf(builder.regions);
        text = textOf(functions);
    }

    /**
     * Starts the table of an image.
     *
     * @param module its name, empty for the main program
     * @return a builder
     */
    public static Builder builder(String module) {
        return new Builder(module);
    }

    /**
     * Returns the name of the image.
     *
     * @return empty for the main program
     */
    public String module() {
        return module;
    }

    /**
     * Returns the functions.
     *
     * @return unmodifiable, by ascending address
     */
    public List<Symbol> functions() {
        return functions;
    }

    /**
     * Returns the entries of the section {@code __patchable_function_entries}: the address of the first NOP of each call
     * site. In the order and with the duplicates of the section.
     *
     * @return a copy
     */
    public long[] patchableEntries() {
        return patchableEntries.clone();
    }

    /**
     * Finds the function that an address belongs to; Linux: {@code kallsyms_lookup}. Of several at one address the one
     * added last.
     *
     * @param address any
     * @return empty if no function covers it
     */
    public Optional<Symbol> containing(long address) {
        int low = 0;
        int high = addresses.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(addresses[middle], address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0
                ? Optional.empty()
                : Optional.of(functions.get(low - 1)).filter(symbol -> symbol.covers(address));
    }

    /**
     * Finds a function by name.
     *
     * @param name exact
     * @return the one at the lowest address, or empty
     */
    public Optional<Symbol> named(String name) {
        return functions.stream().filter(symbol -> symbol.name().equals(name)).findFirst();
    }

    /**
     * Finds a place that the image keeps free for something of ftrace's, as a kernel's linker does: code such as {@code
     * ftrace_caller} and {@code ftrace_stub}, handles such as {@code ftrace_list_ops} and those of ops by their names.
     *
     * @param name as the kernel has it
     * @return empty if ftrace may take memory where it likes
     */
    public Optional<Symbol> reserved(String name) {
        return Optional.ofNullable(reserved.get(name));
    }

    /**
     * Finds the reserved place that an address lies in.
     *
     * @param address any
     * @return empty if it lies in none
     */
    public Optional<Symbol> reservedAt(long address) {
        return reserved.values().stream()
                .filter(symbol -> symbol.size() > 0 && symbol.covers(address))
                .findFirst();
    }

    /**
     * Returns the stretches of text that were described.
     *
     * @return unmodifiable; empty if all of the image lies within reach
     */
    public List<Region> regions() {
        return regions;
    }

    /**
     * Returns the range from the lowest to the highest function.
     *
     * @return empty at 0 if there is no function
     */
    public AddressRange text() {
        return text;
    }

    private static AddressRange textOf(List<Symbol> functions) {
        return functions.isEmpty()
                ? new AddressRange(0, 0)
                : new AddressRange(
                        functions.get(0).address(),
                        functions.stream()
                                .map(symbol -> symbol.address() + Math.max(symbol.size(), 4))
                                .max(Comparator.comparing((Long end) -> end, Long::compareUnsigned))
                                .orElseThrow());
    }

    @Override
    public String toString() {
        return (module.isEmpty() ? "main image" : module) + ": " + functions.size() + " functions, "
                + patchableEntries.length + " patchable entries";
    }

    /** Collects a table. Not safe for use by several threads. */
    public static final class Builder {
        private final String module;
        private final List<Symbol> functions = new ArrayList<>();
        private final List<Long> entries = new ArrayList<>();
        private final Map<String, Symbol> reserved = new HashMap<>();
        private final List<Region> regions = new ArrayList<>();

        private Builder(String module) {
            this.module = module;
        }

        /**
         * Adds a function.
         *
         * @param name of the function
         * @param address of its first instruction, 4-byte aligned
         * @param size in bytes, 0 if unknown
         * @return this builder
         * @throws IllegalArgumentException if the address is not aligned or the size negative
         */
        public Builder function(String name, long address, long size) {
            functions.add(checked(name, address, size));
            return this;
        }

        /**
         * Adds entries of the site table as they stand there.
         *
         * @param addresses of the first NOP of each site
         * @return this builder
         */
        public Builder patchableEntries(long... addresses) {
            Arrays.stream(addresses).forEach(entries::add);
            return this;
        }

        /**
         * Keeps a place free for ftrace.
         *
         * @param name of what will be there
         * @param address 4-byte aligned for code, 8-byte aligned for a handle
         * @param size in bytes; at least 16 for a handle
         * @return this builder
         * @throws IllegalArgumentException if the address is not 4-byte aligned or the size negative
         */
        public Builder reserve(String name, long address, long size) {
            reserved.put(name, checked(name, address, size));
            return this;
        }

        /**
         * Describes a stretch of text.
         *
         * @param region of a module
         * @return this builder
         */
        public Builder region(Region region) {
            regions.add(region);
            return this;
        }

        private static Symbol checked(String name, long address, long size) {
            if ((address & 3) != 0 || size < 0) {
                throw new IllegalArgumentException(name + ": address 0x" + Long.toHexString(address)
                        + " must be 4-byte aligned, size " + size + " not negative");
            }
            return new Symbol(name, address, size);
        }

        /**
         * Makes the table.
         *
         * @return immutable
         */
        public SymbolTable build() {
            return new SymbolTable(this);
        }
    }
}
