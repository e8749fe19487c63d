package org.jftrace.tracefs.filter;

import java.util.List;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.tracefs.file.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * Finds the call sites that a token means; the kernel's {@code match_records}.
 *
 * @param ftrace has the sites
 */
public record SiteMatcher(Ftrace ftrace) {
    /**
     * Finds sites by name, or by number if the pattern begins with a digit.
     *
     * @param pattern without {@code !}
     * @return empty if there are none
     */
    public IpSet find(String pattern) {
        return isIndex(pattern) ? numbered(pattern) : pattern.isEmpty() ? IpSet.EMPTY : select(Filter.glob(pattern));
    }

    /**
     * Finds sites by name only.
     *
     * @param pattern without {@code !}
     * @return empty if there are none
     */
    public IpSet findNamed(String pattern) {
        return isIndex(pattern) ? IpSet.EMPTY : find(pattern);
    }

    /**
     * Finds sites in modules.
     *
     * @param pattern without {@code !}; empty for all
     * @param module a glob, empty for any; with {@code !} the main image and all other modules
     * @return empty if there are none
     */
    IpSet findIn(String pattern, @Nullable String module) {
        if (module == null || isIndex(pattern)) {
            return find(pattern);
        }
        String inside = pattern.isEmpty() ? "*" : pattern;
        boolean exclude = module.startsWith("!");
        String glob = exclude ? module.substring(1) : module;
        IpSet in = isIndex(glob) ? IpSet.EMPTY : select(Filter.inModule(inside, glob.isEmpty() ? "*" : glob));
        return exclude ? select(Filter.glob(inside)).minus(in) : in;
    }

    /**
     * Finds the sites of a module.
     *
     * @param module that is loaded
     * @return all of them
     */
    public IpSet sitesOf(String module) {
        return findIn("", module);
    }

    private static boolean isIndex(String pattern) {
        return !pattern.isEmpty() && pattern.charAt(0) >= '0' && pattern.charAt(0) <= '9';
    }

    private IpSet select(Filter filter) {
        try {
            return IpSet.of(ftrace.select(filter));
        } catch (FtraceException nothing) {
            if (nothing.errno() != Errno.EINVAL) {
                throw nothing;
            }
            return IpSet.EMPTY;
        }
    }

    private IpSet numbered(String text) {
        long index;
        try {
            index = Numbers.unsigned(text, 0);
        } catch (FtraceException noNumber) {
            return IpSet.EMPTY; // to the kernel a bad index is one that nothing matches
        }
        List<CallSiteInfo> sites = ftrace.sites();
        return index < 1 || index > sites.size()
                ? IpSet.EMPTY
                : IpSet.of(sites.get((int) index - 1).ip());
    }
}
