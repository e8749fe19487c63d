package org.jftrace.core.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jftrace.FtraceException;
import org.jftrace.site.LeftOutSite;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.arch.CallSite;
import org.jftrace.spi.arch.CallSitePatcher;
import org.jftrace.spi.arch.CallTarget;
import org.jftrace.spi.arch.UnusableSiteException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was found in one stretch of an image's text. Those entries that cannot be patched safely are left out with a
 * warning; one that is listed twice counts once, with a warning. Nothing is written.
 *
 * @param module the image's name
 * @param region where it was looked
 * @param sites by ascending ip
 * @param leftOut by ascending address; with the first stretch, also what lies in none
 */
public record SiteScan(String module, SymbolTable.Region region, List<Found> sites, List<LeftOutSite> leftOut) {
    private static final Logger LOG = LoggerFactory.getLogger(SiteScan.class);

    /**
     * A usable site.
     *
     * @param site its geometry
     * @param function its name
     * @param far whether no BL from there reaches the entry trampoline
     */
    public record Found(CallSite site, String function, boolean far) {}

    /**
     * What is kept of a scan, whatever the number of its sites.
     *
     * @param module the image's name
     * @param region where the text lies
     * @param isFar whether some site is out of reach and needs a PLT
     * @param lacksLiterals whether some site has no room for a literal
     * @param leftOut by ascending address
     */
    public record Text(
            String module,
            SymbolTable.Region region,
            boolean isFar,
            boolean lacksLiterals,
            List<LeftOutSite> leftOut) {}

    /**
     * Looks at every patchable entry of an image.
     *
     * @param symbols of the image
     * @param patcher knows the shapes of call sites
     * @param entry the entry trampoline
     * @return one scan for each region, or one for all if no region is described
     */
    public static List<SiteScan> of(SymbolTable symbols, CallSitePatcher patcher, CallTarget entry) {
        List<Long> entries = distinct(symbols.patchableEntries());
        if (symbols.regions().isEmpty()) {
            SymbolTable.Region all = new SymbolTable.Region(symbols.text(), 0, false);
            return List.of(scan(symbols, all, entries, patcher, entry));
        }
        Map<SymbolTable.Region, List<Long>> within = new LinkedHashMap<>();
        symbols.regions().forEach(region -> within.put(region, new ArrayList<>()));
        List<Long> outside = new ArrayList<>();
        for (long at : entries) {
            regionOf(at, symbols).map(within::get).orElse(outside).add(at);
        }
        List<SiteScan> scans = new ArrayList<>();
        within.forEach((region, those) -> scans.add(scan(symbols, region, those, patcher, entry)));
        scans.set(0, scans.get(0).without(outside));
        return scans;
    }

    /** A site's function may begin with the region, and the site's literal before it, perhaps in another. */
    private static Optional<SymbolTable.Region> regionOf(long entry, SymbolTable symbols) {
        return LongStream.of(entry + 8, entry)
                .boxed()
                .flatMap(at -> symbols.regions().stream()
                        .filter(region -> region.range().contains(at)))
                .findFirst();
    }

    private SiteScan without(List<Long> outside) {
        if (outside.isEmpty()) {
            return this;
        }
        LOG.warn(
                "{} entries of the site table of {} left out, the first at {}: outside of all its text",
                outside.size(),
                module.isEmpty() ? "the main image" : module,
                hex(outside.get(0)));
        Stream<LeftOutSite> out = outside.stream()
                .map(at -> new LeftOutSite(at, hex(at) + " lies outside of all text that is described"));
        return new SiteScan(
                module,
                region,
                sites,
                Stream.concat(leftOut.stream(), out)
                        .sorted(Comparator.comparing(LeftOutSite::entry, Long::compareUnsigned))
                        .toList());
    }

    private static SiteScan scan(
            SymbolTable symbols,
            SymbolTable.Region region,
            List<Long> entries,
            CallSitePatcher patcher,
            CallTarget target) {
        List<Found> sites = new ArrayList<>();
        List<LeftOutSite> leftOut = new ArrayList<>();
        Set<Long> ips = new HashSet<>();
        for (long entry : entries) {
            try {
                CallSite site = patcher.inspect(entry, symbols);
                if (!ips.add(site.ip())) {
                    throw new UnusableSiteException(
                            hex(entry) + ": another entry of the site table has the same ip " + hex(site.ip()));
                }
                sites.add(new Found(site, functionOf(site, symbols), !patcher.reaches(site.ip(), target)));
            } catch (UnusableSiteException | FtraceException unusable) {
                leftOut.add(new LeftOutSite(entry, String.valueOf(unusable.getMessage())));
                LOG.warn("call site at {} left out: {}", hex(entry), unusable.getMessage());
            }
        }
        sites.sort(Comparator.comparing(found -> found.site().ip(), Long::compareUnsigned));
        return new SiteScan(symbols.module(), region, sites, List.copyOf(leftOut));
    }

    /**
     * Sums up.
     *
     * @return what stays of the scan once there are records
     */
    Text text() {
        return new Text(
                module,
                region,
                sites.stream().anyMatch(Found::far),
                sites.stream().anyMatch(found -> !found.site().hasLiteral()),
                leftOut);
    }

    private static String functionOf(CallSite site, SymbolTable symbols) throws UnusableSiteException {
        return symbols.containing(site.entry())
                .map(SymbolTable.Symbol::name)
                .orElseThrow(() -> new UnusableSiteException(hex(site.entry()) + ": no function there"));
    }

    private static List<Long> distinct(long[] entries) {
        long[] sorted = Arrays.stream(entries)
                .boxed()
                .sorted(Long::compareUnsigned)
                .mapToLong(Long::longValue)
                .toArray();
        List<Long> distinct = new ArrayList<>();
        for (int at = 0, next; at < sorted.length; at = next) {
            next = at + 1;
            while (next < sorted.length && sorted[next] == sorted[at]) {
                next++;
            }
            if (next - at > 1) {
                LOG.warn("the site table lists {} more than once: {} times", hex(sorted[at]), next - at);
            }
            distinct.add(sorted[at]);
        }
        return distinct;
    }

    private static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }
}
