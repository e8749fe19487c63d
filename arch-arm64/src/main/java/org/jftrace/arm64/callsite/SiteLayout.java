package org.jftrace.arm64.callsite;

import org.jftrace.arm64.a64.emit.SystemInstructions;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.arch.CallSite;
import org.jftrace.spi.arch.UnusableSiteException;

/**
 * The shapes in which GCC leaves room for a call site, and what ftrace makes of them:
 *
 * <pre>
 *     -fpatchable-function-entry=4,2                   -fpatchable-function-entry=2
 *                  compiled     initialised                        compiled     initialised
 *     entry:       NOP          literal: u64 ops
 *     entry + 4:   NOP
 *     function:    [BTI c]      [BTI c]                 function:  [BTI c]      [BTI c]
 *                  NOP          MOV X9, LR              entry:     NOP          MOV X9, LR
 *     ip:          NOP          NOP or BL               ip:        NOP          NOP or BL
 * </pre>
 *
 * <p>The entry is what the compiler's site table names. With {@code pac-ret} a PACIASP follows; so at the ip LR is not
 * signed yet. The trampoline finds the literal at {@code ALIGN_DOWN(ip - 12, 8)}, which is the entry if and only if the
 * entry is 8-byte aligned; GCC aligns functions so at -O2, but not at -Os.
 */
final class SiteLayout {
    private final CodeMemory memory;
    private final SymbolTable symbols;

    SiteLayout(CodeMemory memory, SymbolTable symbols) {
        this.memory = memory;
        this.symbols = symbols;
    }

    /** Recognises the shape at an entry, and checks that every word is what a compiler or ftrace leaves there. */
    CallSite recognise(long entry) throws UnusableSiteException {
        if ((entry & 3) != 0) {
            throw new UnusableSiteException(hex(entry) + ": a site's entry must be 4-byte aligned");
        }
        boolean behindBti = startsFunction(entry - 4) && isBti(memory.readWord(entry - 4));
        CallSite site = startsFunction(entry) || behindBti
                ? new CallSite(behindBti ? entry - 4 : entry, entry + 4, CallSite.NO_LITERAL)
                : withLiteral(entry);
        checkPair(site);
        return site;
    }

    private CallSite withLiteral(long entry) throws UnusableSiteException {
        long function = entry + 8;
        if (!startsFunction(function)) {
            throw new UnusableSiteException(hex(entry) + ": no function starts there, nor 4 before or 8 behind it");
        }
        long ip = function + (isBti(memory.readWord(function)) ? 8 : 4);
        if ((entry & 7) != 0) {
            throw new UnusableSiteException(name(function) + " at " + hex(function) + ": its literal at " + hex(entry)
                    + " is not 8-byte aligned");
        }
        return new CallSite(function, ip, entry);
    }

    private void checkPair(CallSite site) throws UnusableSiteException {
        int first = memory.readWord(site.ip() - 4);
        int second = memory.readWord(site.ip());
        boolean initialised = first == SiteWords.MOV_X9_LR;
        if (!(initialised || first == SiteWords.NOP) || second != SiteWords.NOP) {
            throw new UnusableSiteException(name(site.entry()) + " at " + hex(site.entry()) + ": words "
                    + SiteWords.describe(first, site.ip() - 4) + " and " + SiteWords.describe(second, site.ip())
                    + " where the compiler leaves NOP and NOP");
        }
        if (site.hasLiteral() && !initialised && !isPairOfNops(site.literal())) {
            throw new UnusableSiteException(
                    name(site.entry()) + " at " + hex(site.entry()) + ": the 8 bytes before it, " + "0x"
                            + Long.toHexString(memory.readLong(site.literal())) + ", are not two NOPs");
        }
    }

    private boolean isPairOfNops(long address) {
        return memory.readWord(address) == SiteWords.NOP && memory.readWord(address + 4) == SiteWords.NOP;
    }

    private boolean startsFunction(long address) {
        return symbols.containing(address)
                .filter(symbol -> symbol.address() == address)
                .isPresent();
    }

    private String name(long function) {
        return symbols.containing(function).map(SymbolTable.Symbol::name).orElse("?");
    }

    private static boolean isBti(int word) {
        return word == SystemInstructions.BTI_C || word == SystemInstructions.BTI_JC;
    }

    private static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }
}
