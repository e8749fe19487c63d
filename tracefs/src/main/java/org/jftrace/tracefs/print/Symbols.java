package org.jftrace.tracefs.print;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.spi.SymbolTable;
import org.jspecify.annotations.Nullable;

/**
 * Names addresses, as the kernel's {@code kallsyms_lookup} does. Of modules it knows the functions that have call sites, as
 * they were when the first address in a module was asked for: make a new one for each text. Not safe for use by several
 * threads.
 */
public final class Symbols {
    /** How far behind a module's last call site its last function is taken to reach. */
    private static final long LAST_FUNCTION = 0x1000;

    private final SymbolTable main;
    private final Supplier<List<CallSiteInfo>> sites;
    private @Nullable TreeMap<Long, CallSiteInfo> modules;

    private record Found(String name, String module, long offset, long size) {}

    /**
     * Makes a look-up.
     *
     * @param main the main image
     * @param sites all call sites
     */
    public Symbols(SymbolTable main, Supplier<List<CallSiteInfo>> sites) {
        this.main = main;
        this.sites = sites;
    }

    /**
     * Names an address.
     *
     * @param address any
     * @return the function; without one, the address
     */
    String name(long address) {
        Found found = find(address);
        return found == null ? String.format("0x%08x", address) : found.name;
    }

    /**
     * Names an address exactly; the kernel's {@code %pS}.
     *
     * @param address any
     * @return {@code name+offset/size}, followed by {@code [module]} in a module; without a function, the address
     */
    String nameAndOffset(long address) {
        Found found = find(address);
        if (found == null) {
            return "0x" + Long.toHexString(address);
        }
        return found.name + "+0x" + Long.toHexString(found.offset) + "/0x" + Long.toHexString(found.size)
                + (found.module.isEmpty() ? "" : " [" + found.module + "]");
    }

    private @Nullable Found find(long address) {
        SymbolTable.Symbol symbol = main.containing(address).orElse(null);
        if (symbol != null && (symbol.size() != 0 || inMain(address))) {
            long size = symbol.size() == 0 ? main.text().end() - symbol.address() : symbol.size();
            return new Found(symbol.name(), "", address - symbol.address(), size);
        }
        return inModule(address);
    }

    private boolean inMain(long address) {
        return main.text().contains(address);
    }

    private @Nullable Found inModule(long address) {
        if (modules == null) {
            modules = new TreeMap<>(Long::compareUnsigned);
            for (CallSiteInfo site : sites.get()) {
                if (!site.module().isEmpty()) {
                    modules.put(site.entry(), site);
                }
            }
        }
        var below = modules.floorEntry(address);
        if (below == null) {
            return null;
        }
        CallSiteInfo site = below.getValue();
        var above = modules.higherEntry(address);
        long size = above == null || !above.getValue().module().equals(site.module())
                ? LAST_FUNCTION
                : above.getKey() - site.entry();
        long offset = address - site.entry();
        return offset < size ? new Found(site.function(), site.module(), offset, size) : null;
    }
}
