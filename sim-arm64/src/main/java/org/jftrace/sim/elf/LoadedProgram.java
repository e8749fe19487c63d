package org.jftrace.sim.elf;

import java.util.Map;
import java.util.OptionalLong;
import org.jftrace.spi.SymbolTable;

/**
 * A program in memory.
 *
 * @param name of the file
 * @param entry where the first CPU starts
 * @param symbols the functions and the site table
 * @param addresses of functions and objects by name
 */
public record LoadedProgram(String name, long entry, SymbolTable symbols, Map<String, Long> addresses) {
    /** Copies the map. */
    public LoadedProgram {
        addresses = Map.copyOf(addresses);
    }

    /**
     * Finds a function or an object.
     *
     * @param symbol its name
     * @return its address, or empty
     */
    public OptionalLong address(String symbol) {
        Long address = addresses.get(symbol);
        return address == null ? OptionalLong.empty() : OptionalLong.of(address);
    }
}
