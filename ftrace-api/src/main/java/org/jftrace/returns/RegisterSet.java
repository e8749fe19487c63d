package org.jftrace.returns;

/** What a return trampoline saves, and puts back as the handler leaves it. */
public enum RegisterSet {
    /** What a function returns: x0 to x7; and fp. Linux: {@code struct fgraph_ret_regs}. */
    RESULTS,
    /**
     * x0 to x28 and fp: all that a kretprobe may read. Linux: {@code struct pt_regs}, whose condition flags mean nothing
     * after a return (AAPCS64 section 6.1.1).
     */
    ALL
}
