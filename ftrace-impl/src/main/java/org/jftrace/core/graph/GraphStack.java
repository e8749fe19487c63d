package org.jftrace.core.graph;

import org.jftrace.graph.Graphs;
import org.jftrace.returns.ReturnHandler;
import org.jftrace.spi.GuestCpu;
import org.jspecify.annotations.Nullable;

/**
 * The hooked calls of one task; the kernel's {@code ret_stack}. Touched only by the thread that runs the task, or while it is
 * stopped. Made with all its frames when the task makes its first call; nothing is allocated after that but users' data.
 */
final class GraphStack {
    private final GraphFrame[] frames = new GraphFrame[Graphs.MAX_DEPTH];
    private int depth;
    private long overrun;
    /** Users are being asked about a call. */
    private boolean pending;
    /** One of them has wanted its return. */
    private boolean hooked;

    private @Nullable GuestCpu cpu;

    GraphStack() {
        for (int i = 0; i < frames.length; i++) {
            frames[i] = new GraphFrame(this, i);
        }
    }

    /** A call of the manager: users that select the function follow, each with {@link #asked()}. */
    void begin(GuestCpu caller, long ip, long parentIp, long sp) {
        cpu = caller;
        dropBelow(sp);
        hooked = false;
        pending = depth < frames.length;
        if (pending) {
            frames[depth].begin(ip, parentIp, sp);
        } else {
            overrun++;
        }
    }

    /** The call that users are asked about, hooked already or not; null if it cannot be hooked. */
    @Nullable
    GraphFrame asked() {
        if (pending) {
            return frames[depth];
        }
        return hooked ? frames[depth - 1] : null;
    }

    /** Frames of calls that were left without returning are below sp now. One of the same sp made a tail call. */
    private void dropBelow(long sp) {
        while (depth > 0 && Long.compareUnsigned(frames[depth - 1].sp(), sp) < 0) {
            frames[--depth].end();
        }
    }

    /** Hooks the call that users were asked about. */
    void push() {
        depth++;
        pending = false;
        hooked = true;
    }

    /** The call that returns now, by its sp; null if none is hooked there, and then all stays as it is. */
    @Nullable
    GraphFrame returning(GuestCpu returner, long sp) {
        cpu = returner;
        int newest = depth - 1;
        while (newest >= 0 && frames[newest].sp() != sp) {
            newest--;
        }
        if (newest < 0) {
            return null;
        }
        while (depth - 1 > newest) {
            frames[--depth].end();
        }
        return frames[newest];
    }

    void pop(GraphFrame frame) {
        frame.end();
        depth = frame.depth();
    }

    /** The nth newest of the calls that were made at sp or above it. */
    long realReturn(long sp, int nth) {
        int at = depth - 1;
        while (at >= 0 && Long.compareUnsigned(frames[at].sp(), sp) < 0) {
            at--;
        }
        return nth <= at ? frames[at - nth].parentIp() : ReturnHandler.NONE;
    }

    GuestCpu cpu() {
        GuestCpu now = cpu;
        if (now == null) {
            throw new IllegalStateException("no call has begun");
        }
        return now;
    }

    long overrun() {
        return overrun;
    }
}
