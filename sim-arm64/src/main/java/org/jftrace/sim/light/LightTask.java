package org.jftrace.sim.light;

import org.jftrace.spi.GuestTask;
import org.jftrace.spi.TraceState;

/** The one task of a light CPU. */
record LightTask(int id, String comm, TraceState traceState) implements GuestTask {}
