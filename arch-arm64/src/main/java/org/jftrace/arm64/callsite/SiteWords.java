package org.jftrace.arm64.callsite;

import org.jftrace.Errno;
import org.jftrace.FtraceException;

/** The three words that ftrace puts at a call site. */
final class SiteWords {
    static final int NOP = 0xd503201f;
    static final int MOV_X9_LR = 0xaa1e03e9;

    private static final long REACH = 128L << 20;

    private SiteWords() {}

    /** The BL from a site to a target: at least -128 MiB, at most +128 MiB - 4. */
    static int branchAndLink(long ip, long target) {
        long offset = target - ip;
        if (offset < -REACH || offset >= REACH || (offset & 3) != 0) {
            throw new FtraceException(
                    Errno.ERANGE,
                    "BL from 0x" + Long.toHexString(ip) + " to 0x" + Long.toHexString(target) + ": distance " + offset
                            + " is not a multiple of 4 from " + -REACH + " to " + (REACH - 4));
        }
        return 0x94000000 | ((int) (offset >> 2) & 0x03ffffff);
    }

    static String describe(int word, long address) {
        return String.format("%08x (at 0x%x)", word, address);
    }
}
