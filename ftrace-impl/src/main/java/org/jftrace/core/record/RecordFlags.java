package org.jftrace.core.record;

/**
 * The word that says what is wanted of a call site and what is there. What ends in {@code EN} is there; the rest is
 * wanted. The low bits count the tracers that want the site.
 *
 * <pre>
 *     31        30        29            28..24   23..0
 *     ENABLED   CALL_OPS  CALL_OPS_EN   0        count
 * </pre>
 */
public final class RecordFlags {
    /** The site is a BL. */
    public static final int ENABLED = 1 << 31;

    /** The site has one tracer, and a literal to name it. */
    public static final int CALL_OPS = 1 << 30;

    /** The literal names the one tracer. */
    public static final int CALL_OPS_EN = 1 << 29;

    private static final int COUNT = (1 << 24) - 1;

    private RecordFlags() {}

    /**
     * Tells whether a flag is set.
     *
     * @param flags all
     * @param flag one of the constants
     * @return true if it is set
     */
    public static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }

    /**
     * Counts.
     *
     * @param flags all
     * @return how many tracers want the site
     */
    public static int count(int flags) {
        return flags & COUNT;
    }

    /**
     * Accounts for a tracer that comes or goes.
     *
     * @param flags before
     * @param hasLiteral whether the site can name one ops
     * @param change +1 or -1
     * @return the flags with another count and what follows from it
     * @throws IllegalStateException if the count would leave its range
     */
    public static int account(int flags, boolean hasLiteral, int change) {
        int count = count(flags) + change;
        if (count < 0 || count > COUNT) {
            throw new IllegalStateException("count " + count + " of a call site is not in 0 to " + COUNT);
        }
        int wanted = count == 1 && hasLiteral ? CALL_OPS : 0;
        return (flags & (ENABLED | CALL_OPS_EN)) | wanted | count;
    }

    /**
     * Wants again what was wanted before; what is there stays.
     *
     * @param flags now
     * @param before flags that tell what is wanted
     * @return the flags of a site that may not be as it is wanted
     */
    public static int withdrawn(int flags, int before) {
        return (flags & (ENABLED | CALL_OPS_EN)) | (before & (CALL_OPS | COUNT));
    }

    /**
     * Makes what is wanted what is there, after the code was changed.
     *
     * @param flags before
     * @return flags for which there is nothing to do
     */
    public static int settled(int flags) {
        int wanted = flags & (CALL_OPS | COUNT);
        return count(flags) == 0 ? 0 : wanted | ENABLED | (has(flags, CALL_OPS) ? CALL_OPS_EN : 0);
    }
}
