package org.jftrace.rethook;

import org.jftrace.returns.ReturnRegs;
import org.jftrace.spi.GuestCpu;

/** What is called when a hooked function returns. */
@FunctionalInterface
public interface RethookHandler {
    /**
     * Handles a return, on the thread of the traced CPU. What it throws is counted, and logged once; the function returns
     * in any case.
     *
     * @param cpu the CPU that returns
     * @param node what the return was hooked with; it goes back to the pool afterwards
     * @param regs results, and where the function returns to
     */
    void onReturn(GuestCpu cpu, RethookNode node, ReturnRegs regs);
}
