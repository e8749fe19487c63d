package org.jftrace.spi;

/** What {@link GuestTask#of} makes. */
record NamedTask(int id, String comm, TraceState traceState) implements GuestTask {}
