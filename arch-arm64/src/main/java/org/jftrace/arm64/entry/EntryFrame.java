package org.jftrace.arm64.entry;

/**
 * The frame that an entry trampoline builds on the traced task's stack, 112 bytes below the caller's sp:
 *
 * <pre>
 *     sp + 0    x0  x1  x2  x3  x4  x5  x6  x7      arguments
 *     sp + 64   x8                                  address of an indirect result
 *     sp + 72   pc                                  where the traced CPU goes on: behind the BL, unless changed
 *     sp + 80   { sp + 96, ip + 4 }                 frame record: we were called from the traced function
 *     sp + 96   { fp, lr }                          x29 and x9 at the call site: where the traced function returns to
 * </pre>
 *
 * <p>fp and lr make a frame record (AAPCS64 section 6.4.6), too: the two stand in for the one that the traced function has not
 * made yet, so a stack trace taken in a callback shows the function and its caller, or who has hooked its return.
 */
public final class EntryFrame {
    static final int X0 = 0;
    static final int X6 = 48;
    static final int X8 = 64;
    static final int PC = 72;
    static final int OWN_RECORD = 80;
    static final int FP = 96;
    static final int LR = 104;
    static final int SIZE = 112;

    private EntryFrame() {}

    /**
     * Returns where it is kept where the traced function returns to, as far as callbacks have had their say.
     *
     * @param sp at the call site
     * @return the address of the slot
     */
    public static long lrSlot(long sp) {
        return sp - SIZE + LR;
    }

    /** Returns the offset of an argument register's slot. */
    static int x(int n) {
        return X0 + 8 * n;
    }
}
