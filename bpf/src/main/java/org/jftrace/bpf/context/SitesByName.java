package org.jftrace.bpf.context;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.site.CallSiteInfo;

/** The call sites of functions that were named. No name is another function's too. */
public final class SitesByName {
    private final Map<String, Long> ips = new HashMap<>();

    private SitesByName() {}

    /**
     * Looks functions up, all at once.
     *
     * @param ftrace knows them
     * @param names exact, at least one
     * @return a site for each
     * @throws FtraceException {@link Errno#ENOENT} if a name is that of no function that can be traced, or of several
     */
    public static SitesByName of(Ftrace ftrace, Collection<String> names) {
        SitesByName sites = new SitesByName();
        for (long ip : select(ftrace, names)) {
            ftrace.site(ip).map(CallSiteInfo::function).ifPresent(function -> sites.add(function, ip));
        }
        names.forEach(sites::ip);
        return sites;
    }

    private static long[] select(Ftrace ftrace, Collection<String> names) {
        try {
            return ftrace.select(Filter.name(names.toArray(String[]::new)));
        } catch (FtraceException refused) {
            if (refused.errno() != Errno.EINVAL || names.size() == 1) {
                throw refusal(names.iterator().next(), refused);
            }
            names.forEach(name -> select(ftrace, List.of(name)));
            throw refused;
        }
    }

    private static FtraceException refusal(String name, FtraceException refused) {
        return refused.errno() == Errno.EINVAL
                ? new FtraceException(Errno.ENOENT, "no function " + name + " can be traced", refused)
                : refused;
    }

    private void add(String function, long ip) {
        Long other = ips.put(function, ip);
        if (other != null) {
            throw new FtraceException(
                    Errno.ENOENT,
                    "several functions are called " + function + ", at 0x" + Long.toHexString(other) + " and 0x"
                            + Long.toHexString(ip));
        }
    }

    /**
     * Returns a call site.
     *
     * @param name one of those that were asked for
     * @return the site's ip
     */
    public long ip(String name) {
        Long ip = ips.get(name);
        if (ip == null) {
            throw new FtraceException(Errno.ENOENT, name + " went away with its module");
        }
        return ip;
    }
}
