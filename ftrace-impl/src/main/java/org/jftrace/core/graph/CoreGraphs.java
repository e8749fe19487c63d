package org.jftrace.core.graph;

import org.jftrace.Errno;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.FtraceRegs;
import org.jftrace.OpsFlag;
import org.jftrace.Registration;
import org.jftrace.graph.GraphOps;
import org.jftrace.graph.Graphs;
import org.jftrace.returns.RegisterSet;
import org.jftrace.returns.ReturnHandler;
import org.jftrace.returns.ReturnHooks.Trampoline;
import org.jftrace.returns.ReturnRegs;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.GuestTask;
import org.jftrace.spi.TaskLocal;
import org.jspecify.annotations.Nullable;

/**
 * The users of function graph behind their manager. The manager's callback begins a call, that of each user who selects the
 * function follows, and the first who wants the return hooks it for all. The trampoline stays for as long as the machine does.
 */
public final class CoreGraphs implements Graphs, ReturnHandler {
    private final Ftrace ftrace;
    private final TaskLocal<GraphStack> stacks = new TaskLocal<>(GraphStack::new);
    private final @Nullable GraphUser[] places = new @Nullable GraphUser[MAX_USERS];
    private @Nullable Trampoline trampoline;

    private final FtraceOps manager = FtraceOps.builder("graph_ops")
            .func("ftrace_graph_func")
            .flags(OpsFlag.PID, OpsFlag.RECURSION)
            .callback((ip, parentIp, ops, regs) -> begin(ip, regs))
            .build();

    /**
     * Makes a graph that nobody uses yet.
     *
     * @param ftrace of the machine
     */
    public CoreGraphs(Ftrace ftrace) {
        this.ftrace = ftrace;
    }

    private void begin(long ip, FtraceRegs regs) {
        GuestCpu cpu = ftrace.currentCpu();
        stacks.of(cpu.task()).begin(cpu, ip, regs.linkRegister(), regs.stackPointer());
    }

    private void ask(GraphUser user, long hook, FtraceRegs regs) {
        GraphStack stack = stacks.of(ftrace.currentCpu().task());
        GraphFrame frame = stack.asked();
        if (frame == null || !user.ops.entry().onEntry(frame.as(user), regs)) {
            return;
        }
        if (!frame.isWanted()) {
            stack.push();
            regs.setLinkRegister(hook);
        }
        frame.want(user);
    }

    @Override
    public void onReturn(GuestCpu cpu, ReturnRegs regs) {
        GraphStack stack = stacks.of(cpu.task());
        GraphFrame frame = stack.returning(cpu, regs.stackPointer());
        if (frame == null) {
            throw new IllegalStateException(
                    "task " + cpu.task().id() + " returned to function graph with no call hooked");
        }
        regs.setInstructionPointer(frame.parentIp());
        frame.handle(regs);
        stack.pop(frame);
    }

    @Override
    public long realReturn(GuestTask task, long sp, int nth) {
        GraphStack stack = stacks.peek(task);
        return stack == null ? NONE : stack.realReturn(sp, nth);
    }

    @Override
    public Registration register(GraphOps ops) {
        long hook = open();
        GraphUser user = enlist(ops);
        try {
            Registration sub = ftrace.registerSubOps(
                    manager,
                    FtraceOps.builder(ops.name())
                            .func(ops.func())
                            .filter(ops.filter())
                            .flags(ops.flags().toArray(OpsFlag[]::new))
                            .callback((ip, parentIp, self, regs) -> ask(user, hook, regs))
                            .build());
            return new GraphRegistration(this, sub, user);
        } catch (RuntimeException refused) {
            delist(user);
            throw refused;
        }
    }

    private synchronized GraphUser enlist(GraphOps ops) {
        for (int place = 0; place < MAX_USERS; place++) {
            if (places[place] == null) {
                GraphUser user = new GraphUser(ops, place);
                places[place] = user;
                return user;
            }
        }
        throw new FtraceException(
                Errno.ENOSPC, ops.name() + " would be one user of function graph more than " + MAX_USERS);
    }

    private synchronized void delist(GraphUser user) {
        places[user.place] = null;
    }

    private synchronized long open() {
        Trampoline open = trampoline;
        if (open == null) {
            open = ftrace.returns().open(RegisterSet.RESULTS, this);
            trampoline = open;
        }
        return open.address();
    }

    void runWaiting(Runnable change) {
        ftrace.readers().runWaiting(change);
    }

    /** Once its entry handler runs no more: its return handler runs no more either. */
    void closed(GraphUser user) {
        user.close();
        ftrace.synchronize();
        delist(user);
    }
}
