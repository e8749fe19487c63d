package org.jftrace.core.record;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jftrace.core.hash.SiteSet;
import org.jspecify.annotations.Nullable;

/**
 * The records of one stretch of text, by ascending address; the kernel keeps them in {@code struct ftrace_page}s. Found by
 * ip and by name.
 */
public final class RecordGroup {
    private final SiteScan.Text text;
    private final int firstSlot;
    private final DynRecord[] records;
    private final HashedIndex byIp;
    private final HashedIndex byName;

    RecordGroup(SiteScan scan, int firstSlot) {
        this.text = scan.text();
        this.firstSlot = firstSlot;
        List<SiteScan.Found> sites = scan.sites();
        records = new DynRecord[sites.size()];
        byIp = new HashedIndex(records.length);
        byName = new HashedIndex(records.length);
        for (int i = 0; i < records.length; i++) {
            SiteScan.Found found = sites.get(i);
            records[i] = new DynRecord(this, firstSlot + i, found.site(), found.function(), found.far());
            byIp.add(records[i].ip(), i);
            byName.add(found.function().hashCode(), i);
        }
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
        for (int at = byIp.first(ip); at != HashedIndex.NONE; at = byIp.next(ip, at)) {
            DynRecord record = records[byIp.number(at)];
            if (record.ip() == ip) {
                return record;
            }
        }
        return null;
    }

    /**
     * Visits the functions of one name, by ascending address.
     *
     * @param name exact
     * @param visitor gets their records
     * @return whether there is any
     */
    public boolean forEachNamed(String name, Consumer<DynRecord> visitor) {
        boolean any = false;
        long key = name.hashCode();
        for (int at = byName.first(key); at != HashedIndex.NONE; at = byName.next(key, at)) {
            DynRecord record = records[byName.number(at)];
            if (record.function().equals(name)) {
                visitor.accept(record);
                any = true;
            }
        }
        return any;
    }
}
