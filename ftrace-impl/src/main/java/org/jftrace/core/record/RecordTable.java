package org.jftrace.core.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jftrace.FtraceException;
import org.jftrace.site.LeftOutSite;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.arch.CallSite;
import org.jftrace.spi.arch.CallSitePatcher;
import org.jftrace.spi.arch.UnusableSiteException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of all call sites, by ascending address. */
public final class RecordTable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordTable.class);

    private final DynRecord[] records;
    private final List<LeftOutSite> leftOut;

    private RecordTable(List<DynRecord> records, List<LeftOutSite> leftOut) {
        this.records = records.toArray(DynRecord[]::new);
        this.leftOut = List.copyOf(leftOut);
    }

    /**
     * Looks at every patchable entry of an image. Those that cannot be patched safely are left out with a warning; one
     * that is listed twice counts once, with a warning. Nothing is written.
     *
     * @param symbols of the image
     * @param patcher knows the shapes of call sites
     * @return the table
     */
    public static RecordTable scan(SymbolTable symbols, CallSitePatcher patcher) {
        List<DynRecord> records = new ArrayList<>();
        List<LeftOutSite> leftOut = new ArrayList<>();
        Set<Long> ips = new HashSet<>();
        for (long entry : distinct(symbols.patchableEntries())) {
            try {
                CallSite site = patcher.inspect(entry, symbols);
                if (!ips.add(site.ip())) {
                    throw new UnusableSiteException(
                            hex(entry) + ": another entry of the site table has the same ip " + hex(site.ip()));
                }
                records.add(new DynRecord(site, functionOf(site, symbols)));
            } catch (UnusableSiteException | FtraceException unusable) {
                leftOut.add(new LeftOutSite(entry, String.valueOf(unusable.getMessage())));
                LOG.warn("call site at {} left out: {}", hex(entry), unusable.getMessage());
            }
        }
        records.sort(Comparator.comparing(DynRecord::ip, Long::compareUnsigned));
        return new RecordTable(records, leftOut);
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

    /**
     * Returns the records.
     *
     * @return by ascending address
     */
    public Stream<DynRecord> stream() {
        return Arrays.stream(records);
    }

    /**
     * Counts.
     *
     * @return how many records
     */
    public int size() {
        return records.length;
    }

    /**
     * Returns the entries that have no record.
     *
     * @return by ascending address
     */
    public List<LeftOutSite> leftOut() {
        return leftOut;
    }

    /**
     * Finds a record; the kernel's {@code ftrace_location}. Allocates nothing.
     *
     * @param address an ip, or a function's first instruction
     * @return the record, or null if there is none
     */
    public @Nullable DynRecord find(long address) {
        int low = 0;
        int high = records.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(records[middle].ip(), address) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        // The first record whose ip is not below the address: its own ip, or that of the function that starts there.
        if (low == records.length || (records[low].ip() != address && records[low].entry() != address)) {
            return null;
        }
        return records[low];
    }
}
