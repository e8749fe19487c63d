package org.jftrace.graph;

import org.jftrace.spi.GuestCpu;

/** One call, as one user sees it. */
public interface GraphCall {
    /**
     * Returns the call site.
     *
     * @return a guest address
     */
    long ip();

    /**
     * Returns where the function returns to, through whatever stands in for it.
     *
     * @return a guest address, or that of another return hook's trampoline
     */
    long parentIp();

    /**
     * Returns how many calls of this task are under way whose return somebody has hooked; Linux: {@code depth}.
     *
     * @return 0 for the outermost
     */
    int depth();

    /**
     * Returns the CPU that enters or returns.
     *
     * @return may be another one at the return
     */
    GuestCpu cpu();

    /**
     * Returns what this user keeps with this call; Linux: {@code fgraph_reserve_data}.
     *
     * @return as many 64-bit words as were asked for; at entry they hold what was left in them
     */
    long[] data();

    /**
     * Counts the calls of this task that could not be hooked because too many were under way; Linux: {@code overrun}.
     *
     * @return how many so far
     */
    long overrun();
}
