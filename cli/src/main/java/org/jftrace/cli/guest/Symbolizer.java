package org.jftrace.cli.guest;

import org.jftrace.spi.SymbolTable;

/** Writes addresses as the kernel does: {@code symbol+0x1c}. */
public final class Symbolizer {
    private final SymbolTable symbols;

    public Symbolizer(SymbolTable symbols) {
        this.symbols = symbols;
    }

    public String name(long address) {
        return symbols.containing(address)
                .map(symbol -> symbol.name() + "+" + hex(address - symbol.address()))
                .orElse(hex(address));
    }

    public static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
