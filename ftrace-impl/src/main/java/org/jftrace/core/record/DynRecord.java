package org.jftrace.core.record;

import org.jftrace.spi.arch.CallSite;

/**
 * One call site; the kernel's {@code struct dyn_ftrace}. There are tens of thousands, so it is small: the addresses are
 * kept as distances from the ip. Changed only by who holds the core's lock; read by anybody.
 */
public final class DynRecord {
    private final String function;
    private final long ip;
    private final byte entryDistance;
    private final byte literalDistance;
    private volatile int flags;

    /**
     * Makes the record of a site that nobody traces.
     *
     * @param site its geometry
     * @param function its name
     */
    public DynRecord(CallSite site, String function) {
        this.function = function;
        this.ip = site.ip();
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
     * Returns what is wanted and what is there.
     *
     * @return see {@link RecordFlags}
     */
    public int flags() {
        return flags;
    }

    /**
     * Sets what is wanted and what is there.
     *
     * @param flags see {@link RecordFlags}
     */
    public void setFlags(int flags) {
        this.flags = flags;
    }

    @Override
    public String toString() {
        return function + "@0x" + Long.toHexString(ip);
    }
}
