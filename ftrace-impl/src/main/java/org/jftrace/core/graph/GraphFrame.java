package org.jftrace.core.graph;

import org.jftrace.graph.GraphCall;
import org.jftrace.graph.Graphs;
import org.jftrace.spi.GuestCpu;
import org.jspecify.annotations.Nullable;

/** One hooked call on a task's shadow stack; reused for every call of the same depth. */
final class GraphFrame implements GraphCall {
    private static final long[] NO_DATA = {};

    private final GraphStack stack;
    private final int depth;
    private final @Nullable GraphUser[] users = new @Nullable GraphUser[Graphs.MAX_USERS];
    private final long[][] data = new long[Graphs.MAX_USERS][];

    private long ip;
    private long realReturn;
    private long sp;
    /** Whose return is to be handled; a bit for each place. */
    private int wanted;

    private long[] visible = NO_DATA;

    GraphFrame(GraphStack stack, int depth) {
        this.stack = stack;
        this.depth = depth;
    }

    void begin(long site, long parentIp, long stackPointer) {
        ip = site;
        realReturn = parentIp;
        sp = stackPointer;
        wanted = 0;
    }

    /** Shows a user its own data. Allocates the first time it has some at this depth. */
    GraphCall as(GraphUser user) {
        int words = user.ops.words();
        long[] own = data[user.place];
        if (own == null || own.length != words) {
            own = words == 0 ? NO_DATA : new long[words];
            data[user.place] = own;
        }
        visible = own;
        return this;
    }

    boolean isWanted() {
        return wanted != 0;
    }

    void want(GraphUser user) {
        users[user.place] = user;
        wanted |= 1 << user.place;
    }

    /** Calls those that wanted the return, by place. Each user is the one that saw the entry, whoever has its place now. */
    void handle(org.jftrace.returns.ReturnRegs regs) {
        for (int left = wanted; left != 0; left &= left - 1) {
            GraphUser user = users[Integer.numberOfTrailingZeros(left)];
            if (user != null) {
                user.returned(this, regs);
            }
        }
    }

    void end() {
        for (int left = wanted; left != 0; left &= left - 1) {
            users[Integer.numberOfTrailingZeros(left)] = null;
        }
    }

    long sp() {
        return sp;
    }

    @Override
    public long ip() {
        return ip;
    }

    @Override
    public long parentIp() {
        return realReturn;
    }

    @Override
    public int depth() {
        return depth;
    }

    @Override
    public GuestCpu cpu() {
        return stack.cpu();
    }

    @Override
    public long[] data() {
        return visible;
    }

    @Override
    public long overrun() {
        return stack.overrun();
    }
}
