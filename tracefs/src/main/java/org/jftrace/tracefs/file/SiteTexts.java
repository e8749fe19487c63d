package org.jftrace.tracefs.file;

import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jftrace.Ftrace;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.site.SiteFlag;
import org.jftrace.spi.Machine;
import org.jftrace.spi.SymbolTable;

/**
 * What the files say of call sites, in the kernel's words.
 *
 * @param machine has the symbols
 * @param ftrace has the sites
 */
public record SiteTexts(Machine machine, Ftrace ftrace) {
    /**
     * Names a site.
     *
     * @param site any
     * @return {@code function} or {@code function [module]}
     */
    public static String name(CallSiteInfo site) {
        return site.module().isEmpty() ? site.function() : site.function() + " [" + site.module() + "]";
    }

    /**
     * Lists all functions; {@code available_filter_functions}.
     *
     * @return one a line
     */
    public String available() {
        return lines(site -> true, SiteTexts::name);
    }

    /**
     * Lists all functions with the addresses of their sites; {@code available_filter_functions_addrs}.
     *
     * @return one a line
     */
    public String addresses() {
        return lines(site -> true, site -> "0x" + Long.toHexString(site.ip()) + " " + name(site));
    }

    /**
     * Lists the functions that are traced; {@code enabled_functions}.
     *
     * @return one a line
     */
    public String enabled() {
        return lines(CallSiteInfo::enabled, this::state);
    }

    /**
     * Lists the functions that are or were traced; {@code touched_functions}.
     *
     * @return one a line
     */
    public String touched() {
        return lines(site -> site.flags().contains(SiteFlag.TOUCHED), this::state);
    }

    private String lines(Predicate<CallSiteInfo> wanted, Function<CallSiteInfo, String> text) {
        return ftrace.sites().stream()
                .filter(wanted)
                .map(site -> text.apply(site) + "\n")
                .collect(Collectors.joining());
    }

    private String state(CallSiteInfo site) {
        Set<SiteFlag> flags = site.flags();
        return name(site) + " (" + site.users() + ")"
                + (flags.contains(SiteFlag.REGS) ? " R" : "  ")
                + (flags.contains(SiteFlag.IPMODIFY) ? " I" : "  ")
                + (flags.contains(SiteFlag.DIRECT) ? " D" : "  ")
                + (flags.contains(SiteFlag.CALL_OPS) ? " O" : "  ")
                + (flags.contains(SiteFlag.MODIFIED) ? " M " : "   ")
                + site.ops()
                        .filter(ops -> flags.contains(SiteFlag.CALL_OPS))
                        .map(ops -> (flags.contains(SiteFlag.DIRECT) ? trampoline(ops) : "") + ops(ops))
                        .orElse("")
                + (site.direct().isPresent()
                        ? "\n\tdirect-->" + symbol(site.direct().getAsLong())
                        : "");
    }

    /** What a direct call goes through where a BL does not reach its own. */
    private String trampoline(CallSiteInfo.Ops ops) {
        return machine.symbols()
                .reserved("ftrace_caller")
                .map(caller -> "\ttramp: " + within(caller, caller.address()) + " (" + func(ops) + ")")
                .orElse("");
    }

    /** As the kernel's {@code %pS}, which prints the address of what has no symbol. */
    private String symbol(long address) {
        return machine.symbols()
                .containing(address)
                .filter(symbol -> symbol.size() > 0)
                .map(symbol -> within(symbol, address))
                .orElseGet(() -> "0x" + Long.toHexString(address));
    }

    private String ops(CallSiteInfo.Ops ops) {
        SymbolTable symbols = machine.symbols();
        String where = symbols.reservedAt(ops.address())
                .map(symbol -> within(symbol, ops.address()))
                .orElseGet(() -> "0x" + Long.toHexString(ops.address()));
        return "\tops: " + where + " (" + func(ops) + ")";
    }

    private String func(CallSiteInfo.Ops ops) {
        return machine.symbols()
                .reserved(ops.func())
                .map(symbol -> within(symbol, symbol.address()))
                .orElseGet(() -> ops.func() + "+0x0/0x4"); // a gate into the host is one word
    }

    private static String within(SymbolTable.Symbol symbol, long address) {
        return symbol.name() + "+0x" + Long.toHexString(address - symbol.address()) + "/0x"
                + Long.toHexString(symbol.size());
    }
}
