package org.jftrace.arm64.unwind;

import java.util.Arrays;
import org.jftrace.returns.ReturnHandler;
import org.jftrace.spi.GuestTask;
import org.jftrace.spi.arch.Unwinder.HiddenReturns;

/** The addresses that a walk on one CPU has found, with those that trampolines hide put in their places. */
final class RecordWalk {
    /** Return hooks that nest on one call; more are not believed. */
    private static final int MOST_HOOKS = 64;

    /** Trampolines that can be told apart: function graph's, and two of rethook's. */
    private static final int TRAMPOLINES = 8;

    private static final long[] NONE = {};

    private static final HiddenReturns NOTHING = new HiddenReturns() {
        @Override
        public boolean hides(long address) {
            return false;
        }

        @Override
        public long realReturn(long trampoline, GuestTask whose, long sp, int nth) {
            return ReturnHandler.NONE;
        }
    };

    private final long[] trampolines = new long[TRAMPOLINES];
    private final int[] passed = new int[TRAMPOLINES];
    private final GuestTask nobody = GuestTask.of(0, "none");
    private GuestTask task = nobody;
    private HiddenReturns hidden = NOTHING;
    private long[] addresses = NONE;
    private int count;
    private boolean lost;

    /** Begins anew; the thread that runs a CPU walks one stack at a time. */
    void begin(GuestTask whose, HiddenReturns returns, long[] into) {
        task = whose;
        hidden = returns;
        addresses = into;
        count = 0;
        lost = false;
    }

    boolean isFull() {
        return count == addresses.length;
    }

    /** Tells whether a trampoline's owner did not know of a return. */
    boolean isLost() {
        return lost;
    }

    int count() {
        return count;
    }

    int broken() {
        return -count - 1;
    }

    /**
     * An address that a function returns to, or goes on at.
     *
     * @param sp it is not lower when the function returns
     */
    void found(long address, long sp) {
        long real = address;
        if (hidden.hides(real)) {
            Arrays.fill(trampolines, 0);
            Arrays.fill(passed, 0);
        }
        for (int hooks = 0; hidden.hides(real); hooks++) {
            real = hidden.realReturn(real, task, sp, passed[indexOf(real)]++);
            if (real == ReturnHandler.NONE || hooks == MOST_HOOKS) {
                lost = true;
                return;
            }
        }
        if (!isFull()) {
            addresses[count++] = real;
        }
    }

    /** Of an address that is no trampoline's the place is the last one, which counts nothing. */
    private int indexOf(long trampoline) {
        int at = 0;
        while (at < TRAMPOLINES - 1 && trampolines[at] != trampoline) {
            if (trampolines[at] == 0 && hidden.hides(trampoline)) {
                trampolines[at] = trampoline;
                return at;
            }
            at++;
        }
        return at;
    }
}
