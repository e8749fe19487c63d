package org.jftrace.core.record;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jftrace.core.hash.SiteSet;
import org.jspecify.annotations.Nullable;

/**
 * The records of one stretch of text, by ascending address; the kernel keeps them in {@code struct ftrace_page}s. Found by
 * ip in an open-addressed table, at most half full, and by name in an index that is sorted by name.
 */
public final class RecordGroup {
    private final SiteScan.Text text;
    private final int firstSlot;
    private final DynRecord[] records;
    private final int[] places;
    private final int[] byName;

    RecordGroup(SiteScan scan, int firstSlot) {
        this.text = scan.text();
        this.firstSlot = firstSlot;
        List<SiteScan.Found> sites = scan.sites();
        records = new DynRecord[sites.size()];
        places = new int[Math.max(2, Integer.highestOneBit(Math.max(1, records.length)) << 2)];
        for (int i = 0; i < records.length; i++) {
            SiteScan.Found found = sites.get(i);
            records[i] = new DynRecord(this, firstSlot + i, found.site(), found.function(), found.far());
            places[place(records[i].ip())] = i + 1;
        }
        byName = IntStream.range(0, records.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> records[i].function()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Where an ip stands in the table, or would stand. */
    private int place(long ip) {
        int mask = places.length - 1;
        int at = (int) ((ip * 0x9E3779B97F4A7C15L) >>> 32) & mask;
        while (places[at] != 0 && records[places[at] - 1].ip() != ip) {
            at = (at + 1) & mask;
        }
        return at;
    }

    /**
     * Returns the module's name.
     *
     * @return empty for the main image
     */
    public String module() {
        return text.module();
    }

    /**
     * Tells whether the code is freed once its module is initialised.
     *
     * @return true for initialisation code
     */
    public boolean isInit() {
        return text.region().init();
    }

    /**
     * Returns what is known of the text as a whole.
     *
     * @return with the entries that were left out
     */
    public SiteScan.Text text() {
        return text;
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

    int firstSlot() {
        return firstSlot;
    }

    int endSlot() {
        return firstSlot + records.length;
    }

    DynRecord at(int slot) {
        return records[slot - firstSlot];
    }

    /** Copies the records of the slots before an end; returns where the next would go. */
    int copy(int slot, int end, DynRecord[] to, int at) {
        System.arraycopy(records, slot - firstSlot, to, at, end - slot);
        return at + end - slot;
    }

    /**
     * Returns all sites.
     *
     * @return a set
     */
    public SiteSet all() {
        SiteSet.Builder all = new SiteSet.Builder();
        all.addRange(firstSlot, endSlot());
        return all.build();
    }

    /** Finds by ip alone. */
    @Nullable
    DynRecord findIp(long ip) {
        int index = places[place(ip)];
        return index == 0 ? null : records[index - 1];
    }

    /**
     * Visits the functions of one name.
     *
     * @param name exact
     * @param visitor gets their records
     * @return whether there is any
     */
    public boolean forEachNamed(String name, Consumer<DynRecord> visitor) {
        int low = 0;
        int high = byName.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (records[byName[middle]].function().compareTo(name) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int first = low;
        while (low < byName.length && records[byName[low]].function().equals(name)) {
            visitor.accept(records[byName[low++]]);
        }
        return low > first;
    }
}
