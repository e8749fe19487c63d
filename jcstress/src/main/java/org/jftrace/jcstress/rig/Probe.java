package org.jftrace.jcstress.rig;

import org.jftrace.FtraceCallback;
import org.jftrace.FtraceOps;
import org.jftrace.FtraceRegs;

/** Counts its calls. For one calling actor, and an arbiter after it: the count is plain. */
public final class Probe implements FtraceCallback {
    public int calls;

    @Override
    public void call(long ip, long parentIp, FtraceOps ops, FtraceRegs regs) {
        calls++;
    }

    /** Returns the calls since the last time, and starts anew. */
    public int take() {
        int taken = calls;
        calls = 0;
        return taken;
    }
}
