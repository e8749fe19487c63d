package org.jftrace.core.record;

import java.util.EnumSet;
import java.util.Set;
import org.jftrace.site.SiteFlag;

/**
 * The word that says what is wanted of a call site and what is there; {@code dyn_ftrace.flags} as Linux 6.12 lays it out.
 * What ends in {@code EN} is there; the rest is wanted, or a memory of what was. The low bits count the tracers.
 *
 * <pre>
 *     31       30    29       28     27        26        25        24      23         22        21           20       19
 *     ENABLED  REGS  REGS_EN  TRAMP  TRAMP_EN  IPMODIFY  DISABLED  DIRECT  DIRECT_EN  CALL_OPS  CALL_OPS_EN  TOUCHED  MODIFIED
 *     18..0 count
 * </pre>
 */
public final class RecordFlags {
    /** The site is a BL. */
    public static final int ENABLED = 1 << 31;

    /** A tracer wants all registers. */
    public static final int REGS = 1 << 30;

    /** The site leads to what saves them, as far as the architecture does. */
    public static final int REGS_EN = 1 << 29;

    /** The site has one tracer, no literal, and is in reach of the tracer's own trampoline. */
    public static final int TRAMP = 1 << 28;

    /** The site branches to that trampoline. */
    public static final int TRAMP_EN = 1 << 27;

    /** A tracer may change where the function goes on. */
    public static final int IPMODIFY = 1 << 26;

    /** The site is not to be patched. */
    public static final int DISABLED = 1 << 25;

    /** The site has a direct trampoline. */
    public static final int DIRECT = 1 << 24;

    /** The site leads to the direct trampoline. */
    public static final int DIRECT_EN = 1 << 23;

    /** The site has one tracer, and a literal to name it. */
    public static final int CALL_OPS = 1 << 22;

    /** The literal names the one tracer. */
    public static final int CALL_OPS_EN = 1 << 21;

    /** The site was enabled once. */
    public static final int TOUCHED = 1 << 20;

    /** The site had an IPMODIFY or DIRECT tracer once. */
    public static final int MODIFIED = 1 << 19;

    private static final int COUNT = (1 << 19) - 1;
    private static final int THERE = ENABLED | REGS_EN | TRAMP_EN | DIRECT_EN | CALL_OPS_EN;
    private static final int KEPT = DISABLED | TOUCHED | MODIFIED;

    private static final Set<SiteFlag> ONLY_TOUCHED = Set.of(SiteFlag.TOUCHED);

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
     * Accounts for a tracer that comes or goes; the kernel's {@code __ftrace_hash_rec_update}.
     *
     * @param flags before
     * @param sole the flag of a site with one tracer: {@link #CALL_OPS}, {@link #TRAMP} or 0
     * @param change +1 or -1
     * @return the flags with another count and what follows from it
     * @throws IllegalStateException if the count would leave its range
     */
    public static int account(int flags, int sole, int change) {
        int count = count(flags) + change;
        if (count < 0 || count > COUNT) {
            throw new IllegalStateException("count " + count + " of a call site is not in 0 to " + COUNT);
        }
        return (flags & ~(COUNT | CALL_OPS | TRAMP)) | (count == 1 ? sole : 0) | count;
    }

    /**
     * Tells what has to be there. A site leads straight to its direct trampoline, or names its tracer, only while it has
     * but one.
     *
     * @param flags what is wanted
     * @param on whether tracing is switched on
     * @return the flags that end in EN, and ENABLED
     */
    public static int due(int flags, boolean on) {
        if (!on || count(flags) == 0) {
            return 0;
        }
        int wanted = count(flags) == 1 ? REGS | TRAMP | DIRECT | CALL_OPS : REGS | TRAMP;
        return ENABLED | (flags & wanted) >>> 1;
    }

    /**
     * Tells what is there.
     *
     * @param flags all
     * @return the flags that end in EN, and ENABLED
     */
    static int there(int flags) {
        return flags & THERE;
    }

    /**
     * Makes what is wanted what is there, after the code was changed; {@code ftrace_update_record}.
     *
     * @param flags before
     * @param on whether tracing is switched on
     * @return flags for which there is nothing to do
     */
    public static int settled(int flags, boolean on) {
        int due = due(flags, on);
        int wanted = count(flags) == 0 ? flags & KEPT : flags & ~THERE;
        if (due == 0) {
            return wanted;
        }
        return wanted | due | TOUCHED | (has(flags, IPMODIFY | DIRECT) ? MODIFIED : 0);
    }

    /**
     * Wants again what was wanted before; what is there stays.
     *
     * @param flags now
     * @param before flags that tell what is wanted
     * @return the flags of a site that may not be as it is wanted
     */
    public static int withdrawn(int flags, int before) {
        return (flags & (THERE | TOUCHED)) | (before & ~THERE);
    }

    /**
     * Names flags.
     *
     * @param flags all
     * @return what is wanted, and whether the site is enabled
     */
    public static Set<SiteFlag> names(int flags) {
        return switch (flags & ~COUNT) {
            case 0 -> Set.of();
            case TOUCHED -> ONLY_TOUCHED; // as almost every site that is not traced now
            default -> collect(flags);
        };
    }

    private static Set<SiteFlag> collect(int flags) {
        Set<SiteFlag> names = EnumSet.noneOf(SiteFlag.class);
        for (SiteFlag flag : SiteFlag.values()) {
            if (has(flags, bit(flag))) {
                names.add(flag);
            }
        }
        return names;
    }

    private static int bit(SiteFlag flag) {
        return switch (flag) {
            case ENABLED -> ENABLED;
            case REGS -> REGS;
            case IPMODIFY -> IPMODIFY;
            case DIRECT -> DIRECT;
            case CALL_OPS -> CALL_OPS;
            case TRAMP -> TRAMP;
            case MODIFIED -> MODIFIED;
            case TOUCHED -> TOUCHED;
            case DISABLED -> DISABLED;
        };
    }
}
