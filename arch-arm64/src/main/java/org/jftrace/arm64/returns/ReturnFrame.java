package org.jftrace.arm64.returns;

import org.jftrace.returns.RegisterSet;

/**
 * The frame that a return trampoline builds below the caller's sp:
 *
 * <pre>
 *     sp + 0    x0  x1  x2  x3  x4  x5  x6  x7      results
 *     sp + 64   x8                                  with all registers
 *     sp + 80   { fp, lr }                          frame record; lr is the trampoline, later where the caller is
 *     sp + 96   x9 ... x28                          with all registers
 * </pre>
 *
 * <p>96 bytes, or 256 with all registers.
 */
public final class ReturnFrame {
    /** The offset of the frame record. */
    public static final int FP = 80;
    /** The offset of where the CPU goes on. */
    public static final int LR = 88;

    /** How many registers are saved beyond x8. */
    static final int MORE = 20;

    private ReturnFrame() {}

    /**
     * Returns how much stack a trampoline takes.
     *
     * @param saved by the trampoline
     * @return bytes
     */
    public static int size(RegisterSet saved) {
        return saved == RegisterSet.ALL ? LR + 8 + 8 * MORE : LR + 8;
    }

    /** Returns the offset of a register's slot, 0 to 30. */
    static int x(int n) {
        if (n <= 8) {
            return 8 * n;
        }
        return n < 29 ? LR + 8 + 8 * (n - 9) : FP + 8 * (n - 29);
    }
}
