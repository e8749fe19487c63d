package org.jftrace.sim.cpu;

import org.jftrace.spi.GuestTask;
import org.jftrace.spi.TraceState;

/** A task that does nothing. */
final class TestTask implements GuestTask {
    private final TraceState traceState = new TraceState();

    @Override
    public int id() {
        return 1;
    }

    @Override
    public String comm() {
        return "test";
    }

    @Override
    public TraceState traceState() {
        return traceState;
    }
}
