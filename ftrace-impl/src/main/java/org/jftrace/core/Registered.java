package org.jftrace.core;

import java.util.ArrayList;
import java.util.List;
import org.jftrace.Filter;
import org.jftrace.core.dispatch.Subordinates;
import org.jftrace.core.dispatch.Tracer;
import org.jftrace.core.hash.FilterResolver;
import org.jftrace.core.hash.SiteSet;
import org.jftrace.core.record.RecordGroup;
import org.jspecify.annotations.Nullable;

/** One registration: its tracer, whom it is subordinate to, and what its filter remembers for modules that come later. */
final class Registered {
    private final Tracer tracer;
    private final @Nullable Manager manager;
    private final List<Later> later = new ArrayList<>();
    private volatile Filter filter;

    /** A tracer that stands in the list for others. */
    record Manager(Tracer tracer, Subordinates subordinates) {}

    /** A filter that was widened or narrowed by another. */
    private record Later(Filter filter, boolean adds) {}

    Registered(Tracer tracer, @Nullable Manager manager) {
        this.tracer = tracer;
        this.manager = manager;
        this.filter = tracer.ops().filter();
    }

    Tracer tracer() {
        return tracer;
    }

    @Nullable
    Manager manager() {
        return manager;
    }

    Filter filter() {
        return filter;
    }

    void remember(Filter set) {
        filter = set;
        later.clear();
    }

    void rememberToo(Filter more) {
        later.add(new Later(more, true));
    }

    void forget(Filter fewer) {
        later.add(new Later(fewer, false));
    }

    /** What the filter selects of a module that has come, every change of it taken in turn. */
    SiteSet selectLate(RecordGroup come) {
        SiteSet selected = FilterResolver.resolveLate(filter, come);
        for (Later change : later) {
            SiteSet sites = FilterResolver.resolveLate(change.filter, come);
            selected = change.adds ? selected.union(sites) : selected.minus(sites);
        }
        return selected;
    }
}
