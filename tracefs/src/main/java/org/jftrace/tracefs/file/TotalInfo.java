package org.jftrace.tracefs.file;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jftrace.Ftrace;
import org.jftrace.site.CallSiteInfo;

/**
 * {@code dyn_ftrace_total_info}: how many sites there are, and in how many pages and groups of pages Linux would keep them.
 *
 * @param ftrace has the sites
 */
public record TotalInfo(Ftrace ftrace) {
    private static final int RECORDS_A_PAGE = 4096 / 16;

    /**
     * Makes the text.
     *
     * @return a line
     */
    public String text() {
        Map<String, Integer> images = new LinkedHashMap<>();
        for (CallSiteInfo site : ftrace.sites()) {
            images.merge(site.module(), 1, Integer::sum);
        }
        int pages = 0;
        int groups = 0;
        int all = 0;
        for (int sites : images.values()) {
            all += sites;
            // A group has a power of two of pages: as many as can be filled.
            int missing = (sites + RECORDS_A_PAGE - 1) / RECORDS_A_PAGE;
            pages += missing;
            groups += Integer.bitCount(missing);
        }
        return all + " pages:" + pages + " groups: " + groups + "\n";
    }
}
