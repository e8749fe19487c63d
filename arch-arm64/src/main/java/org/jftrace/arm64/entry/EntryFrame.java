package org.jftrace.arm64.entry;

/**
 * The frame that an entry trampoline builds on the traced task's stack, 144 bytes below the caller's sp:
 *
 * <pre>
 *     sp + 0    x0  x1  x2  x3  x4  x5  x6  x7      arguments
 *     sp + 64   x8                                  address of an indirect result
 *     sp + 72   direct                              a direct trampoline to go to after the callbacks, or 0
 *     sp + 80   fp                                  x29 at the call site
 *     sp + 88   lr                                  where the traced function returns to (x9 at the call site)
 *     sp + 96   sp                                  as it was at the call site
 *     sp + 104  pc                                  where the traced CPU goes on: behind the BL, unless changed
 *     sp + 112  { sp + 128, ip + 4 }                frame record: we were called from the traced function
 *     sp + 128  { fp, lr }                          frame record: which was called from its caller
 * </pre>
 *
 * <p>The two frame records (AAPCS64 section 6.4.6) stand in for the one that the traced function has not made yet, so a
 * stack trace taken in a callback shows the function and its caller.
 */
public final class EntryFrame {
    static final int X0 = 0;
    static final int X6 = 48;
    static final int X8 = 64;
    static final int DIRECT = 72;
    static final int FP = 80;
    static final int LR = 88;
    static final int SP = 96;
    static final int PC = 104;
    static final int OWN_RECORD = 112;
    static final int CALLER_RECORD = 128;
    static final int SIZE = 144;

    private EntryFrame() {}

    /**
     * Returns where the traced function returns to as far as callbacks have had their say, seen from the frame record that fp
     * points to in a callback.
     *
     * @param ownRecord the address of that record
     * @return an address
     */
    public static long lrSlot(long ownRecord) {
        return ownRecord - OWN_RECORD + LR;
    }

    /**
     * Returns where the frame record lies for a caller's sp.
     *
     * @param sp at the call site
     * @return the address of the record that fp points to in a callback
     */
    public static long ownRecord(long sp) {
        return sp - SIZE + OWN_RECORD;
    }

    /** Returns the offset of an argument register's slot. */
    static int x(int n) {
        return X0 + 8 * n;
    }
}
