package org.jftrace.tracefs.file;

import java.util.Map;
import java.util.stream.Collectors;
import org.jftrace.Ftrace;
import org.jftrace.site.CallSiteInfo;

/** How many pages Linux would take for the records of call sites: 256 a page, the largest groups first, each image its own. */
public final class RecordPages {
    private static final int RECORDS = 256;

    private RecordPages() {}

    /**
     * Sums up; {@code dyn_ftrace_total_info}.
     *
     * @param ftrace has the sites
     * @return one line
     */
    public static String text(Ftrace ftrace) {
        Map<String, Long> images =
                ftrace.sites().stream().collect(Collectors.groupingBy(CallSiteInfo::module, Collectors.counting()));
        long sites = 0;
        long pages = 0;
        long groups = 0;
        for (long count : images.values()) {
            long needed = (count + RECORDS - 1) / RECORDS;
            sites += count;
            pages += needed;
            groups += Long.bitCount(needed); // each group is the largest power of two that is not too much
        }
        return sites + " pages:" + pages + " groups: " + groups + "\n";
    }
}
