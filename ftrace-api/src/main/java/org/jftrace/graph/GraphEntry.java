package org.jftrace.graph;

import org.jftrace.FtraceRegs;

/** What is called when a function is entered; the kernel's {@code trace_func_graph_ent_t}. */
@FunctionalInterface
public interface GraphEntry {
    /**
     * Handles an entry, on the thread of the traced CPU. What it throws is counted, and logged once; it counts as false.
     *
     * @param call valid until the handler returns; the same call is given to the return handler
     * @param regs of the call
     * @return true to have the return handled
     */
    boolean onEntry(GraphCall call, FtraceRegs regs);
}
