package org.jftrace.arm64.unwind;

import java.util.HashMap;
import java.util.Map;
import org.jftrace.returns.ReturnHandler;
import org.jftrace.spi.GuestTask;
import org.jftrace.spi.arch.Unwinder.HiddenReturns;

/** Looks behind return trampolines, for one trace. */
final class HiddenAddresses {
    /** What {@link #real} answers if a handler does not know. */
    static final long LOST = 2;

    /** More than any stack has room for: a handler that always knows one more does not know. */
    private static final int MOST_RETURNS = 1 << 20;

    private final HiddenReturns returns;
    private final GuestTask task;
    private final Map<Long, Integer> seen = new HashMap<>();

    HiddenAddresses(HiddenReturns returns, GuestTask task) {
        this.returns = returns;
        this.task = task;
    }

    /**
     * What hides behind an address may hide something in its turn.
     *
     * @param sp where it is when the function returns there
     */
    long real(long address, long sp) {
        seen.clear();
        long at = address;
        while (returns.hides(at)) {
            int nth = seen.merge(at, 1, Integer::sum) - 1;
            at = returns.realReturn(at, task, sp, nth);
            if (at == ReturnHandler.NONE || nth == MOST_RETURNS) {
                return LOST;
            }
        }
        return at;
    }
}
