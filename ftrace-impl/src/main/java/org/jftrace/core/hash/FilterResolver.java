package org.jftrace.core.hash;

import java.util.List;
import java.util.function.Consumer;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.core.record.DynRecord;
import org.jftrace.core.record.RecordGroup;
import org.jftrace.core.record.RecordTable;
import org.jspecify.annotations.Nullable;

/** Turns a filter into the call sites it selects, or says which of its terms selects none. */
public final class FilterResolver {
    private final RecordTable records;

    /**
     * Makes a resolver.
     *
     * @param records of all call sites
     */
    public FilterResolver(RecordTable records) {
        this.records = records;
    }

    /**
     * Resolves a filter.
     *
     * @param filter to be resolved
     * @return the selected call sites
     * @throws FtraceException {@link Errno#EINVAL} if a glob or name matches no traceable function, {@link Errno#ENOENT}
     *     if there is no call site at an address
     */
    public SiteSet resolve(Filter filter) {
        SiteSet selected = filter.selectsAll() ? records.all() : union(filter.terms());
        return filter.notrace().isEmpty() ? selected : selected.minus(union(filter.notrace()));
    }

    /**
     * Looks functions up.
     *
     * @param functions exact names
     * @return the ip of each
     * @throws FtraceException {@link Errno#ENOENT} if a name is that of none or several
     */
    public long[] lookup(List<String> functions) {
        long[] ips = new long[functions.size()];
        List<RecordGroup> groups = records.groups();
        for (int i = 0; i < ips.length; i++) {
            ips[i] = lookup(functions.get(i), groups);
        }
        return ips;
    }

    private static long lookup(String function, List<RecordGroup> groups) {
        OnlyOne found = new OnlyOne();
        for (RecordGroup group : groups) {
            group.forEachNamed(function, found);
        }
        DynRecord record = found.record;
        if (record == null) {
            throw new FtraceException(Errno.ENOENT, "no function " + function + " can be traced");
        }
        return record.ip();
    }

    /** Keeps a record, and will not have another. */
    private static final class OnlyOne implements Consumer<DynRecord> {
        private @Nullable DynRecord record;

        @Override
        public void accept(DynRecord next) {
            if (record != null) {
                throw new FtraceException(Errno.ENOENT, "several functions have this name: " + record + " and " + next);
            }
            record = next;
        }
    }

    /**
     * Resolves what a filter remembers for modules.
     *
     * @param filter resolved before
     * @param come the records of a module that has come
     * @return the module's sites that the filter selects
     */
    public static SiteSet resolveLate(Filter filter, RecordGroup come) {
        SiteSet selected = filter.selectsAll() ? come.all() : late(filter.terms(), come);
        return selected.minus(late(filter.notrace(), come));
    }

    private static SiteSet late(List<Filter.Term> terms, RecordGroup come) {
        SiteSet.Builder found = new SiteSet.Builder();
        for (Filter.Term term : terms) {
            if (term instanceof Filter.InModule inModule) {
                addIfIn(inModule, come, found);
            }
        }
        return found.build();
    }

    private SiteSet union(List<Filter.Term> terms) {
        SiteSet.Builder union = new SiteSet.Builder();
        for (Filter.Term term : terms) {
            if (term instanceof Filter.Ip ip) {
                union.add(slotAt(ip));
            } else {
                addMatching(term, union);
            }
        }
        return union.build();
    }

    private int slotAt(Filter.Ip ip) {
        DynRecord record = records.find(ip.address());
        if (record == null) {
            throw new FtraceException(Errno.ENOENT, "no call site at " + ip);
        }
        return record.slot();
    }

    private void addMatching(Filter.Term term, SiteSet.Builder found) {
        boolean any = term instanceof Filter.InModule;
        for (RecordGroup group : records.groups()) {
            if (term instanceof Filter.Name name) {
                any |= group.forEachNamed(name.name(), record -> found.add(record.slot()));
            } else if (term instanceof Filter.Glob glob) {
                any |= addMatching(glob.pattern(), group, found);
            } else {
                addIfIn((Filter.InModule) term, group, found);
            }
        }
        if (!any) {
            throw new FtraceException(
                    Errno.EINVAL, "\"" + term + "\" matches none of " + records.size() + " traceable functions");
        }
    }

    private static void addIfIn(Filter.InModule term, RecordGroup group, SiteSet.Builder found) {
        if (!group.module().isEmpty() && new Glob(term.module()).matches(group.module())) {
            addMatching(term.pattern(), group, found);
        }
    }

    /** A glob without anything special in it is a name, which the group has an index for. Tells whether there was any. */
    private static boolean addMatching(String pattern, RecordGroup group, SiteSet.Builder found) {
        Glob glob = new Glob(pattern);
        if (glob.isPlain()) {
            return group.forEachNamed(pattern, record -> found.add(record.slot()));
        }
        List<DynRecord> matching =
                group.stream().filter(record -> glob.matches(record.function())).toList();
        matching.forEach(record -> found.add(record.slot()));
        return !matching.isEmpty();
    }
}
