package org.jftrace.sim.exec.register;

/** FEAT_PAuth as far as it does something without keys. Addresses have 48 bits and a top byte that is ignored (TBI). */
public final class PointerAuthentication {
    private static final long CODE_BITS = 0x007f_0000_0000_0000L;
    private static final long UPPER_HALF = 1L << 55;

    private PointerAuthentication() {}

    /**
     * XPACI, XPACD, XPACLRI: removes the code that authentication would have inserted in bits 54 to 48.
     *
     * @param address with or without a code
     * @return with copies of bit 55 there
     */
    public static long strip(long address) {
        return (address & UPPER_HALF) == 0 ? address & ~CODE_BITS : address | CODE_BITS;
    }

    /** PACGA: the algorithm is IMPLEMENTATION DEFINED; a multiplicative hash of both operands, in the upper half. */
    static long generic(long value, long modifier) {
        long mixed = (value ^ Long.rotateLeft(modifier, 29)) * 0x9e37_79b9_7f4a_7c15L;
        return (mixed ^ mixed << 17) & 0xffff_ffff_0000_0000L;
    }
}
