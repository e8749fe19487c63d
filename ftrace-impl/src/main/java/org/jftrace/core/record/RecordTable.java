package org.jftrace.core.record;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jftrace.core.hash.SiteSet;
import org.jftrace.site.LeftOutSite;
import org.jspecify.annotations.Nullable;

/**
 * The records of all call sites: the main image's, then each module's in the order of their loading. Looked up without a
 * lock in the groups of the moment; changed, by a copy, under the core's lock.
 */
public final class RecordTable {
    private final AtomicReference<RecordGroup[]> groups = new AtomicReference<>(new RecordGroup[0]);

    /** Makes a table without records. */
    public RecordTable() {}

    /** An acquire: the groups in the array are seen as they were filled. */
    private RecordGroup[] readAcquire() {
        return groups.getAcquire();
    }

    /**
     * Adds what was found in a stretch of text. A release: who finds the group finds its records.
     *
     * @param scan not empty or empty; slots are given out from the first gap that is large enough
     * @return the new records
     */
    public RecordGroup addRelease(SiteScan scan) {
        RecordGroup[] now = readAcquire();
        RecordGroup group = new RecordGroup(scan, firstGap(now, scan.sites().size()));
        RecordGroup[] more = Arrays.copyOf(now, now.length + 1);
        more[now.length] = group;
        groups.setRelease(more);
        return group;
    }

    private static int firstGap(RecordGroup[] groups, int size) {
        RecordGroup[] bySlot = groups.clone();
        Arrays.sort(bySlot, (a, b) -> Integer.compare(a.firstSlot(), b.firstSlot()));
        int free = 0;
        for (RecordGroup group : bySlot) {
            if (group.firstSlot() - free >= size) {
                break;
            }
            free = Math.max(free, group.endSlot());
        }
        return free;
    }

    /**
     * Takes records out. Who looked before may still use them; their slots may be given out again, so the caller has taken
     * them out of every set and waited for readers before it adds another group.
     *
     * @param gone in the table
     */
    public void removeRelease(List<RecordGroup> gone) {
        groups.setRelease(Arrays.stream(readAcquire())
                .filter(group -> !gone.contains(group))
                .toArray(RecordGroup[]::new));
    }

    /**
     * Returns the groups.
     *
     * @return a snapshot
     */
    public List<RecordGroup> groups() {
        return List.of(readAcquire());
    }

    /**
     * Returns a module's groups.
     *
     * @param module its name
     * @return none if it is not loaded
     */
    public List<RecordGroup> groupsOf(String module) {
        return Arrays.stream(readAcquire())
                .filter(group -> group.module().equals(module))
                .toList();
    }

    /**
     * Returns the records.
     *
     * @return group by group, each by ascending address
     */
    public Stream<DynRecord> stream() {
        return Arrays.stream(readAcquire()).flatMap(RecordGroup::stream);
    }

    /**
     * Counts.
     *
     * @return how many records
     */
    public int size() {
        return Arrays.stream(readAcquire()).mapToInt(RecordGroup::size).sum();
    }

    /**
     * Returns all sites.
     *
     * @return a set
     */
    public SiteSet all() {
        return Arrays.stream(readAcquire()).map(RecordGroup::all).reduce(SiteSet.EMPTY, SiteSet::union);
    }

    /**
     * Finds the records of a set.
     *
     * @param sites to be found
     * @return a new array, in the order of the slots
     */
    public DynRecord[] of(SiteSet sites) {
        DynRecord[] found = new DynRecord[sites.size()];
        copy(sites, found, 0);
        return found;
    }

    /**
     * Finds the records of a set, group by group, each by ascending address; run by run, since a set may be all there is.
     *
     * @param sites a set
     * @param to gets them
     * @param from where to put the first
     * @throws IllegalStateException if a site of the set has no record
     */
    public void copy(SiteSet sites, DynRecord[] to, int from) {
        int at = from;
        for (RecordGroup group : readAcquire()) {
            int slot = sites.next(group.firstSlot());
            while (slot < group.endSlot()) {
                int end = Math.min(sites.nextGap(slot), group.endSlot());
                at = group.copy(slot, end, to, at);
                slot = sites.next(end);
            }
        }
        if (at - from != sites.size()) {
            throw new IllegalStateException(sites.size() - (at - from) + " call sites of a set have no record");
        }
    }

    /**
     * Translates a set. It is asked for again if records came or went meanwhile, since slots are given out again.
     *
     * @param sites the set of the moment; those of a module that goes may have no record any more
     * @return the ips, group by group, each by ascending address
     */
    public long[] ips(Supplier<SiteSet> sites) {
        RecordGroup[] now;
        long[] ips;
        do {
            now = readAcquire();
            ips = ips(now, sites.get());
        } while (now != readAcquire());
        return ips;
    }

    private static long[] ips(RecordGroup[] groups, SiteSet sites) {
        LongStream.Builder ips = LongStream.builder();
        for (RecordGroup group : groups) {
            for (int slot = sites.next(group.firstSlot()); slot < group.endSlot(); slot = sites.next(slot + 1)) {
                ips.add(group.at(slot).ip());
            }
        }
        return ips.build().toArray();
    }

    /**
     * Returns the entries that have no record.
     *
     * @return group by group, by ascending address
     */
    public List<LeftOutSite> leftOut() {
        return Arrays.stream(readAcquire())
                .flatMap(group -> group.text().leftOut().stream())
                .toList();
    }

    /**
     * Finds a record by its ip. Allocates nothing.
     *
     * @param ip of a call site
     * @return the record, or null if there is none
     */
    public @Nullable DynRecord findIp(long ip) {
        for (RecordGroup group : readAcquire()) {
            DynRecord record = group.findIp(ip);
            if (record != null) {
                return record;
            }
        }
        return null;
    }

    /**
     * Finds a record; the kernel's {@code ftrace_location}. The ip is one or two instructions behind the function's first.
     *
     * @param address an ip, or a function's first instruction
     * @return the record, or null if there is none
     */
    public @Nullable DynRecord find(long address) {
        DynRecord record = findIp(address);
        for (long ip = address + 4; record == null && ip <= address + 8; ip += 4) {
            DynRecord next = findIp(ip);
            record = next != null && next.entry() == address ? next : null;
        }
        return record;
    }
}
