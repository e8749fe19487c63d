package org.jftrace.core.graph;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.TaskFilter;

/** The registration of a user: that of its subordinate ops, and at the end of its return handler too. */
final class GraphRegistration implements Registration {
    private final CoreGraphs graphs;
    private final Registration sub;
    private final GraphUser user;
    private final AtomicBoolean closed = new AtomicBoolean();

    GraphRegistration(CoreGraphs graphs, Registration sub, GraphUser user) {
        this.graphs = graphs;
        this.sub = sub;
        this.user = user;
    }

    @Override
    public FtraceOps ops() {
        return sub.ops();
    }

    @Override
    public Filter filter() {
        return sub.filter();
    }

    @Override
    public void setFilter(Filter filter) {
        sub.setFilter(filter);
    }

    @Override
    public void widen(Filter more) {
        sub.widen(more);
    }

    @Override
    public void narrow(Filter fewer) {
        sub.narrow(fewer);
    }

    @Override
    public long[] selected() {
        return sub.selected();
    }

    @Override
    public void setTasks(TaskFilter tasks) {
        sub.setTasks(tasks);
    }

    @Override
    public long errors() {
        return sub.errors() + user.errors();
    }

    @Override
    public void close() {
        graphs.runWaiting(() -> {
            sub.close();
            if (closed.compareAndSet(false, true)) {
                graphs.closed(user);
            }
        });
    }

    @Override
    public String toString() {
        return sub.toString();
    }
}
