package org.jftrace.tracefs.filter;

import java.util.Arrays;
import java.util.List;
import org.jftrace.Errno;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.Modules;
import org.jftrace.tracefs.OpenMode;
import org.jftrace.tracefs.file.ControlFile;
import org.jftrace.tracefs.tracer.GraphScope;

/** Which calls function graph follows: what {@code set_graph_function} and {@code set_graph_notrace} hold. */
public final class GraphFilter implements Modules.Listener, GraphScope {
    private volatile int maxDepth;
    private final SiteMatcher matcher;
    private final SiteNames names;
    private final List<Side> sides;

    /**
     * Makes a filter that selects all.
     *
     * @param ftrace has the sites
     */
    public GraphFilter(Ftrace ftrace) {
        matcher = new SiteMatcher(ftrace);
        names = new SiteNames(ftrace);
        sides = List.of(new Side("#### all functions enabled ####\n"), new Side("#### no functions disabled ####\n"));
    }

    /**
     * Makes one of the two files.
     *
     * @param selects true for {@code set_graph_function}, false for {@code set_graph_notrace}
     * @return the file
     */
    public ControlFile file(boolean selects) {
        Side side = side(selects);
        return mode -> new Session(mode, side);
    }

    private Side side(boolean selects) {
        return sides.get(selects ? 0 : 1);
    }

    /**
     * Returns what one of the two files holds.
     *
     * @param selects true for {@code set_graph_function}, false for {@code set_graph_notrace}
     * @return the call sites
     */
    public long[] sites(boolean selects) {
        return side(selects).sites.ips();
    }

    @Override
    public boolean follows(long ip) {
        IpSet selected = side(true).sites;
        return selected.isEmpty() || selected.contains(ip);
    }

    @Override
    public boolean avoids(long ip) {
        return side(false).sites.contains(ip);
    }

    @Override
    public int maxDepth() {
        return maxDepth;
    }

    /**
     * Says how deep calls are followed; {@code max_graph_depth}.
     *
     * @param depth 0 for no limit
     */
    public void setMaxDepth(int depth) {
        maxDepth = depth;
    }

    @Override
    public void going(String module) {
        forget(matcher.sitesOf(module));
    }

    @Override
    public void initGoing(String module, long[] ips) {
        forget(IpSet.of(ips));
    }

    private void forget(IpSet gone) {
        sides.forEach(side -> side.sites = side.sites.without(gone));
    }

    private static final class Side {
        private final String empty;
        private volatile IpSet sites = IpSet.EMPTY;

        Side(String empty) {
            this.empty = empty;
        }
    }

    /** One who has it open. */
    private final class Session extends TokenFile {
        private final Side side;
        private IpSet sites;

        Session(OpenMode mode, Side side) {
            super(mode, BUFFER);
            this.side = side;
            sites = mode.truncates() ? IpSet.EMPTY : side.sites;
        }

        @Override
        protected String text() {
            return side.sites.isEmpty() ? side.empty : GraphListing.text(side.sites, names);
        }

        /** Unlike the function filter: no numbers, no commands, and what is taken away must be there. */
        @Override
        void process(String token) {
            boolean remove = token.startsWith("!");
            IpSet found = matcher.findNamed(remove ? token.substring(1) : token);
            if (found.isEmpty() || (remove && Arrays.stream(found.ips()).noneMatch(sites::contains))) {
                throw new FtraceException(Errno.EINVAL, "\"" + token + "\" changes nothing");
            }
            sites = remove ? sites.minus(found) : sites.plus(found);
        }

        @Override
        void commit() {
            side.sites = sites;
        }
    }
}
