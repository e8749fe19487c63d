package org.jftrace.fprobe;

import org.jftrace.FtraceRegs;

/** What an fprobe calls before the function; the kernel's {@code fprobe_entry_cb}. */
@FunctionalInterface
public interface EntryHandler {
    /**
     * Handles an entry, on the thread of the traced CPU. What it throws is counted, and logged once; it counts as not 0.
     *
     * @param ip the call site
     * @param returnAddress where the function will return to
     * @param regs of the call; what is set takes effect
     * @param data for the exit handler, as many words as were asked for, holding what was left in them; empty without an exit
     *     handler
     * @return 0 to have the exit handled; ignored without an exit handler
     */
    int onEntry(long ip, long returnAddress, FtraceRegs regs, long[] data);
}
