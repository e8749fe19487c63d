package org.jftrace.core;

import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.OpsFlag;
import org.jftrace.Registration;
import org.jftrace.TaskFilter;
import org.jftrace.core.dispatch.Tracer;

/** The handle that a tracer author holds. */
final class CoreRegistration implements Registration {
    private final FtraceCore core;
    private final Registered registered;

    CoreRegistration(FtraceCore core, Registered registered) {
        this.core = core;
        this.registered = registered;
    }

    private Tracer tracer() {
        return registered.tracer();
    }

    @Override
    public FtraceOps ops() {
        return tracer().ops();
    }

    @Override
    public Filter filter() {
        return registered.filter();
    }

    @Override
    public void setFilter(Filter filter) {
        core.change(registered, now -> core.resolve(ops(), filter), () -> registered.remember(filter));
    }

    @Override
    public void widen(Filter more) {
        core.change(registered, now -> now.union(core.resolvePart(more)), () -> registered.rememberToo(more));
    }

    @Override
    public void narrow(Filter fewer) {
        core.change(registered, now -> now.minus(core.resolvePart(fewer)), () -> registered.forget(fewer));
    }

    @Override
    public long[] selected() {
        return core.ips(tracer()::selectedAcquire);
    }

    @Override
    public void setTasks(TaskFilter tasks) {
        if (!ops().flags().contains(OpsFlag.PID)) {
            throw new FtraceException(
                    Errno.EINVAL, tracer() + " cannot be limited to " + tasks + ": it was registered without PID");
        }
        tracer().setTasks(tasks);
    }

    @Override
    public long errors() {
        return tracer().errors();
    }

    @Override
    public void close() {
        core.unregister(registered);
    }

    @Override
    public String toString() {
        return "registration of " + ops().name() + "(" + filter() + ")";
    }
}
