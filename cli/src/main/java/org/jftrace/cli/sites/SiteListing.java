package org.jftrace.cli.sites;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.jftrace.cli.guest.Symbolizer;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.site.LeftOutSite;

/**
 * Prints call sites in three states.
 *
 * @param compiled the words before ftrace was opened
 * @param initialised the words with nobody tracing
 * @param traced the words with a tracer attached
 * @param disassemble an instruction, given its address and word
 */
record SiteListing(
        TextSnapshot compiled,
        TextSnapshot initialised,
        TextSnapshot traced,
        BiFunction<Long, Integer, String> disassemble) {
    private static final int COLUMN = 36;

    void printBrief(PrintWriter out, List<CallSiteInfo> sites) {
        out.printf("%-18s  %-24s  %-8s  %s%n", "ip", "function", "layout", "literal");
        for (CallSiteInfo site : sites) {
            out.printf("0x%016x  %-24s  %-8s  %s%n", site.ip(), site.function(), layout(site), literal(site));
        }
    }

    void printWords(PrintWriter out, List<CallSiteInfo> sites) {
        for (CallSiteInfo site : sites) {
            out.printf("%s: ip 0x%x, layout %s, literal %s%n", site.function(), site.ip(), layout(site), literal(site));
            row(out, "", "compiled", "initialised", "traced");
            long first = site.literal().orElse(site.entry());
            for (long address = first; address <= site.ip(); address += 4) {
                boolean literal = site.literal().isPresent() && address < first + 8;
                row(
                        out,
                        where(address),
                        word(compiled, address, false),
                        word(initialised, address, literal),
                        word(traced, address, literal));
            }
            out.println();
        }
    }

    void printLeftOut(PrintWriter out, List<LeftOutSite> sites) {
        for (LeftOutSite site : sites) {
            out.printf("left out: 0x%x: %s%n", site.entry(), site.reason());
        }
    }

    private static void row(PrintWriter out, String where, String... columns) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-18s", where));
        for (String column : columns) {
            line.append(String.format(Locale.ROOT, "  %-" + COLUMN + "s", column));
        }
        out.println(line.toString().stripTrailing());
    }

    private static String where(long address) {
        return Symbolizer.hex(address);
    }

    /** A word with its meaning: an instruction, or half of the literal. */
    private String word(TextSnapshot text, long address, boolean literal) {
        int word = text.at(address);
        String meaning = literal ? "(literal)" : disassemble.apply(address, word);
        return String.format(Locale.ROOT, "%08x  %s", word, meaning);
    }

    /** The compiler option, and BTI if an instruction stands before the two words of the site. */
    private static String layout(CallSiteInfo site) {
        return (site.literal().isPresent() ? "4,2" : "2") + (site.ip() - site.entry() > 4 ? " bti" : "");
    }

    private static String literal(CallSiteInfo site) {
        return site.literal().isPresent() ? Symbolizer.hex(site.literal().getAsLong()) : "none";
    }
}
