package org.jftrace.tracefs.filter;

import java.util.function.Consumer;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.Modules;
import org.jftrace.site.CallSiteInfo;

/** The function filter of one instance: what {@code set_ftrace_filter} and {@code set_ftrace_notrace} hold together. */
public final class FunctionFilter implements Modules.Listener {
    private final Ftrace ftrace;
    private final Consumer<Filter> effect;
    private final FilterSide filter;
    private final FilterSide notrace;

    /**
     * Makes a filter that selects all.
     *
     * @param ftrace has the sites and the modules; tells of them from now on
     * @param effect is given the filter each time it has changed
     */
    public FunctionFilter(Ftrace ftrace, Consumer<Filter> effect) {
        this.ftrace = ftrace;
        this.effect = effect;
        filter = new FilterSide(ftrace);
        notrace = new FilterSide(ftrace);
    }

    FilterSide filter() {
        return filter;
    }

    FilterSide notrace() {
        return notrace;
    }

    /** Tells whether the filter selects all; one that waits for a module does not. */
    boolean selectsAll() {
        return filter.sites().isEmpty() && filter.awaited().isEmpty();
    }

    /** Replaces one side, and makes it effective. If that is refused, nothing has changed. */
    synchronized void set(FilterSide side, IpSet sites) {
        IpSet before = side.sites();
        side.setSites(sites);
        try {
            takeEffect();
        } catch (FtraceException refused) {
            side.setSites(before);
            throw refused;
        }
    }

    private void takeEffect() {
        try {
            effect.accept(terms());
        } catch (FtraceException gone) {
            if (gone.errno() != Errno.ENOENT) {
                throw gone;
            }
            keepWhatIsThere();
            effect.accept(terms());
        }
    }

    private Filter terms() {
        long[] wanted = filter.sites().ips();
        long[] unwanted = notrace.sites().ips();
        Filter selected = selectsAll() ? Filter.all() : wanted.length == 0 ? Filter.none() : Filter.ip(wanted);
        return unwanted.length == 0 ? selected : selected.exceptIp(unwanted);
    }

    /** Who had a file open while a module went may write back its sites. */
    private void keepWhatIsThere() {
        IpSet there =
                IpSet.of(ftrace.sites().stream().mapToLong(CallSiteInfo::ip).toArray());
        filter.setSites(filter.sites().without(filter.sites().minus(there)));
        notrace.setSites(notrace.sites().without(notrace.sites().minus(there)));
    }

    @Override
    public synchronized void coming(String module) {
        boolean selected = filter.come(module);
        boolean excluded = notrace.come(module);
        if (selected || excluded) {
            takeEffect();
        }
    }

    @Override
    public synchronized void going(String module) {
        forget(filter.sitesOf(module));
    }

    @Override
    public synchronized void initGoing(String module, long[] ips) {
        forget(IpSet.of(ips));
    }

    private void forget(IpSet gone) {
        filter.setSites(filter.sites().without(gone));
        notrace.setSites(notrace.sites().without(gone));
    }
}
