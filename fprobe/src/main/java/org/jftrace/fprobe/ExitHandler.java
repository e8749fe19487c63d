package org.jftrace.fprobe;

import org.jftrace.returns.ReturnRegs;

/** What an fprobe calls after the function; the kernel's {@code fprobe_exit_cb}. */
@FunctionalInterface
public interface ExitHandler {
    /**
     * Handles an exit, on the thread of the traced CPU. What it throws is counted, and logged once.
     *
     * @param ip the call site
     * @param returnAddress where the function returns to
     * @param regs results; what is set takes effect
     * @param data as the entry handler left it
     */
    void onExit(long ip, long returnAddress, ReturnRegs regs, long[] data);
}
