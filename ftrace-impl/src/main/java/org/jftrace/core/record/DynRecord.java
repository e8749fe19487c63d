package org.jftrace.core.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jftrace.spi.arch.CallSite;

/**
 * One call site; the kernel's {@code struct dyn_ftrace}. There are tens of thousands, so it is small: the addresses are
 * kept as distances from the ip. Changed only by who holds the core's lock; read by anybody.
 */
public final class DynRecord {
    private static final VarHandle FLAGS;

    static {
        try {
            FLAGS = MethodHandles.lookup().findVarHandle(DynRecord.class, "flags", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final RecordGroup group;
    private final String function;
    private final long ip;
    private final int slot;

    @SuppressWarnings("UnusedVariable") // through FLAGS
    private int flags;

    private final boolean far;
    private final byte entryDistance;
    private final byte literalDistance;

    /**
     * Makes the record of a site that nobody traces.
     *
     * @param group of the image that the site belongs to
     * @param slot its number in sets of sites
     * @param site its geometry
     * @param function its name
     * @param far whether no BL from here reaches the entry trampoline
     */
    DynRecord(RecordGroup group, int slot, CallSite site, String function, boolean far) {
        this.group = group;
        this.slot = slot;
        this.function = function;
        this.ip = site.ip();
        this.far = far;
        this.entryDistance = distance(site.entry());
        this.literalDistance = site.hasLiteral() ? distance(site.literal()) : 0;
    }

    private byte distance(long address) {
        long distance = ip - address;
        if (distance < 0 || distance > Byte.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "0x" + Long.toHexString(address) + " must be 0 to 127 bytes before ip 0x" + Long.toHexString(ip));
        }
        return (byte) distance;
    }

    /**
     * Returns the address of the word that is swapped.
     *
     * @return the ip
     */
    public long ip() {
        return ip;
    }

    /**
     * Returns the number of the site in a set of sites.
     *
     * @return not negative; given to another site once this one has gone and nobody looks at it any more
     */
    public int slot() {
        return slot;
    }

    /**
     * Returns the image's records.
     *
     * @return those that this one is among
     */
    public RecordGroup group() {
        return group;
    }

    /**
     * Tells whether the site needs its region's PLT.
     *
     * @return true if no BL from here reaches the entry trampoline
     */
    public boolean isFar() {
        return far;
    }

    /**
     * Returns the name of the function.
     *
     * @return from the symbol table
     */
    public String function() {
        return function;
    }

    /**
     * Returns the function's first instruction.
     *
     * @return its address
     */
    public long entry() {
        return ip - entryDistance;
    }

    /**
     * Returns the geometry.
     *
     * @return equal to the one it was made from
     */
    public CallSite site() {
        return new CallSite(entry(), ip, hasLiteral() ? ip - literalDistance : CallSite.NO_LITERAL);
    }

    /**
     * Tells whether the site can name its ops.
     *
     * @return true if there is room for a literal
     */
    public boolean hasLiteral() {
        return literalDistance != 0;
    }

    /**
     * Tells how the site leads to its tracer if it has but one.
     *
     * @return {@link RecordFlags#CALL_OPS}, {@link RecordFlags#TRAMP}, or 0 if it is out of reach of trampolines
     */
    public int soleFlag() {
        if (hasLiteral()) {
            return RecordFlags.CALL_OPS;
        }
        return far ? 0 : RecordFlags.TRAMP;
    }

    /**
     * Reads what is wanted and what is there; an acquire, so the code is as the flags say, or newer.
     *
     * @return see {@link RecordFlags}
     */
    public int flagsAcquire() {
        return (int) FLAGS.getAcquire(this);
    }

    /**
     * Says what is wanted and what is there; a release, after the code was changed.
     *
     * @param flags see {@link RecordFlags}
     */
    public void setFlagsRelease(int flags) {
        FLAGS.setRelease(this, flags);
    }

    @Override
    public String toString() {
        return function + "@0x" + Long.toHexString(ip);
    }
}
