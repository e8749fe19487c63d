package org.jftrace.graph;

import org.jftrace.Registration;

/** Registers users of function graph on one machine. Call sites name their common manager, {@code graph_ops}. */
public interface Graphs {
    /**
     * How many users there can be at once; Linux: {@code FGRAPH_ARRAY_SIZE}. Which of them want the return of a call is a
     * bitmap of 16 bits there.
     */
    int MAX_USERS = 16;

    /** How many calls of a task can be hooked at once; Linux: {@code FTRACE_RETFUNC_DEPTH}. */
    int MAX_DEPTH = 50;

    /**
     * Registers a user; the kernel's {@code register_ftrace_graph}. Its return handler sees only calls whose entry it has
     * seen. When the registration is closed neither handler is running, and neither ever runs again.
     *
     * @param ops what is called, and where
     * @return the handle to change and end it
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#ENOSPC} for more than {@value #MAX_USERS} users, and as
     *     {@link org.jftrace.Ftrace#register}
     */
    Registration register(GraphOps ops);
}
