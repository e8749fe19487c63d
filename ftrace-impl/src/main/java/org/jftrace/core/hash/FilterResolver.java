package org.jftrace.core.hash;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.core.record.DynRecord;
import org.jftrace.core.record.RecordTable;

/** Turns a filter into the call sites it selects, or says which of its terms selects none. */
public final class FilterResolver {
    private final RecordTable records;
    private final IpSet all;

    /**
     * Makes a resolver.
     *
     * @param records of all call sites
     */
    public FilterResolver(RecordTable records) {
        this.records = records;
        this.all = IpSet.of(records.stream().mapToLong(DynRecord::ip).toArray());
    }

    /**
     * Resolves a filter.
     *
     * @param filter to be resolved
     * @return the selected call sites
     * @throws FtraceException {@link Errno#EINVAL} if a glob or name matches no traceable function, {@link Errno#ENOENT}
     *     if there is no call site at an address
     */
    public IpSet resolve(Filter filter) {
        IpSet selected = filter.selectsAll() ? all : union(filter.terms());
        if (filter.notrace().isEmpty()) {
            return selected;
        }
        return IpSet.of(selected.minus(union(filter.notrace())));
    }

    private IpSet union(List<Filter.Term> terms) {
        return IpSet.of(terms.stream().flatMapToLong(this::sites).toArray());
    }

    private LongStream sites(Filter.Term term) {
        if (term instanceof Filter.Ip ip) {
            DynRecord record = records.find(ip.address());
            if (record == null) {
                throw new FtraceException(Errno.ENOENT, "no call site at " + ip);
            }
            return LongStream.of(record.ip());
        }
        long[] sites =
                records.stream().filter(matcher(term)).mapToLong(DynRecord::ip).toArray();
        if (sites.length == 0) {
            throw new FtraceException(
                    Errno.EINVAL, "\"" + term + "\" matches none of " + records.size() + " traceable functions");
        }
        return LongStream.of(sites);
    }

    private static Predicate<DynRecord> matcher(Filter.Term term) {
        if (term instanceof Filter.Glob pattern) {
            Glob glob = new Glob(pattern.pattern());
            return record -> glob.matches(record.function());
        }
        String name = ((Filter.Name) term).name();
        return record -> record.function().equals(name);
    }
}
