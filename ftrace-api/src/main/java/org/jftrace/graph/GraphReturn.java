package org.jftrace.graph;

import org.jftrace.returns.ReturnRegs;

/** What is called when a function returns; the kernel's {@code trace_func_graph_ret_t}. */
@FunctionalInterface
public interface GraphReturn {
    /**
     * Handles a return whose entry was accepted, on the thread of the traced CPU. What it throws is counted, and logged once.
     *
     * @param call as the entry handler left it, valid until the handler returns
     * @param regs results
     */
    void onReturn(GraphCall call, ReturnRegs regs);
}
