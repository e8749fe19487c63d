package org.jftrace.core;

import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.core.dispatch.Tracer;

/** The handle that a tracer author holds. */
final class CoreRegistration implements Registration {
    private final FtraceCore core;
    private final Tracer tracer;
    private volatile Filter filter;

    CoreRegistration(FtraceCore core, Tracer tracer) {
        this.core = core;
        this.tracer = tracer;
        this.filter = tracer.ops().filter();
    }

    @Override
    public FtraceOps ops() {
        return tracer.ops();
    }

    @Override
    public Filter filter() {
        return filter;
    }

    @Override
    public void setFilter(Filter filter) {
        core.setFilter(tracer, filter, () -> this.filter = filter);
    }

    @Override
    public long errors() {
        return tracer.errors();
    }

    @Override
    public void close() {
        core.unregister(tracer);
    }

    @Override
    public String toString() {
        return "registration of " + tracer.ops().name() + "(" + filter + ")";
    }
}
