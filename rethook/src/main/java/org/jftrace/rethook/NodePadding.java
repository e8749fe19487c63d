package org.jftrace.rethook;

/** Keeps what two CPUs write in two nodes out of one cache line. */
@SuppressWarnings("unused")
class NodePadding {
    private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;
}
