package org.jftrace.sim.memory;

import java.util.ArrayList;
import java.util.List;
import org.jftrace.spi.AddressRange;
import org.jspecify.annotations.Nullable;

/** Which addresses are mapped. Regions come and never go; readers take no lock. */
final class AddressSpace {
    static final int PAGE = 4096;

    /** By unsigned start, replaced as a whole; volatile, so who sees a new array sees its regions. */
    private volatile Region[] regions = {};

    private final List<AddressRange> reserved = new ArrayList<>();

    /** Adds a region, or refuses it whole. */
    synchronized Region map(String name, long start, long size, Protection protection) {
        if ((start & (PAGE - 1)) != 0 || size <= 0 || (size & (PAGE - 1)) != 0 || size > 1 << 30) {
            throw new IllegalArgumentException(name + ": start 0x" + Long.toHexString(start) + " and size " + size
                    + " must be multiples of " + PAGE + ", the size at most 1 GiB");
        }
        long last = start + size - 1;
        if (Long.compareUnsigned(last, start) < 0) {
            throw new IllegalArgumentException(
                    name + " at 0x" + Long.toHexString(start) + ": " + size + " bytes wrap around");
        }
        for (Region other : regions) {
            if (overlap(start, last, other.start, other.end() - 1)) {
                throw new IllegalArgumentException(
                        name + " at 0x" + Long.toHexString(start) + ": " + size + " bytes would overlap " + other);
            }
        }
        List<Region> more = new ArrayList<>(List.of(regions));
        Region region = new Region(name, start, (int) size, protection);
        more.add(region);
        more.sort((a, b) -> Long.compareUnsigned(a.start, b.start));
        regions = more.toArray(Region[]::new);
        return region;
    }

    /** Keeps a range out of {@link #findHole}, without mapping it. */
    synchronized void reserve(AddressRange range) {
        reserved.add(range);
    }

    List<Region> regions() {
        return List.of(regions);
    }

    /** The region that an address lies in, or null. */
    @Nullable
    Region find(long address) {
        Region[] sorted = regions;
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(sorted[middle].start, address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low > 0 && sorted[low - 1].covers(address, 1) ? sorted[low - 1] : null;
    }

    /**
     * The lowest page-aligned address from which a number of bytes is neither mapped nor reserved, within a window whose
     * end is inclusive; or 0 (page 0 is never given out).
     */
    synchronized long findHole(long first, long last, long size) {
        long lowest = Long.compareUnsigned(first, PAGE) < 0 ? PAGE : first;
        long candidate = roundUp(lowest);
        while (true) {
            long end = candidate + size - 1;
            if (Long.compareUnsigned(candidate, lowest) < 0
                    || Long.compareUnsigned(end, candidate) < 0
                    || Long.compareUnsigned(end, last) > 0) {
                return 0;
            }
            long obstacle = endOfObstacle(candidate, end);
            if (obstacle == candidate) {
                return candidate;
            }
            candidate = roundUp(obstacle);
        }
    }

    /** The address after something that overlaps the range, or the range's own start if nothing does. */
    private long endOfObstacle(long start, long last) {
        for (Region region : regions) {
            if (overlap(start, last, region.start, region.end() - 1)) {
                return region.end();
            }
        }
        for (AddressRange range : reserved) {
            if (range.size() != 0 && overlap(start, last, range.start(), range.end() - 1)) {
                return range.end();
            }
        }
        return start;
    }

    private static long roundUp(long address) {
        return address + (PAGE - 1) & -PAGE;
    }

    private static boolean overlap(long first, long last, long otherFirst, long otherLast) {
        return Long.compareUnsigned(first, otherLast) <= 0 && Long.compareUnsigned(otherFirst, last) <= 0;
    }
}
