package org.jftrace.tracefs;

import org.jftrace.Ftrace;
import org.jftrace.tracefs.probe.ProbeActions;
import org.jftrace.tracefs.tracer.TraceArray;

/** What probes do to a trace array. */
record ArrayActions(Ftrace ftrace, TraceArray array) implements ProbeActions {
    @Override
    public boolean isTracing() {
        return array.isTracing();
    }

    @Override
    public void setTracing(boolean on) {
        array.setTracing(on);
    }

    @Override
    public void traceStack(long ip) {
        array.traceStack(ftrace.currentCpu(), ip);
    }

    @Override
    public void dump() {
        array.dump();
    }

    @Override
    public void snapshot() {
        array.snapshot();
    }
}
