package org.jftrace.rethook.kretprobe;

import org.jftrace.returns.ReturnRegs;

/** What a kretprobe calls; the kernel's {@code kretprobe_handler_t}. */
@FunctionalInterface
public interface KretprobeHandler {
    /**
     * Handles an entry or a return, on the thread of the traced CPU. What it throws is counted, and logged once; at entry it
     * counts as not 0.
     *
     * @param ip the call site
     * @param regs at entry only x0 to x8, fp and lr are known, and can be read only; at the return all are, and can be changed
     * @param data handed from entry to return
     * @return at entry 0 to have the return handled; else ignored
     */
    int handle(long ip, ReturnRegs regs, long[] data);
}
