package org.jftrace.sim.exec.operand;

/** Condition codes (Arm ARM C1.2.4), each as a set of NZCV values: testing one is a shift and a mask. */
public final class Conditions {
    private static final int[] MASKS = new int[16];

    static {
        for (int code = 0; code < 16; code++) {
            for (int nzcv = 0; nzcv < 16; nzcv++) {
                MASKS[code] |= evaluate(code, nzcv) ? 1 << nzcv : 0;
            }
        }
    }

    private Conditions() {}

    /**
     * Translates a condition code.
     *
     * @param code 0 (EQ) to 15 (NV, which is AL)
     * @return bit i is set if the condition holds for NZCV i
     */
    public static int mask(int code) {
        return MASKS[code];
    }

    /**
     * Tests a condition.
     *
     * @param mask of {@link #mask}
     * @param nzcv 0 to 15
     * @return whether it holds
     */
    public static boolean holds(int mask, int nzcv) {
        return (mask >>> nzcv & 1) != 0;
    }

    private static boolean evaluate(int code, int nzcv) {
        boolean n = (nzcv & 8) != 0;
        boolean z = (nzcv & 4) != 0;
        boolean c = (nzcv & 2) != 0;
        boolean v = (nzcv & 1) != 0;
        boolean base = switch (code >> 1) {
            case 0 -> z;
            case 1 -> c;
            case 2 -> n;
            case 3 -> v;
            case 4 -> c && !z;
            case 5 -> n == v;
            case 6 -> n == v && !z;
            default -> true;
        };
        return code >= 14 || base == ((code & 1) == 0);
    }
}
