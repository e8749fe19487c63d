package org.jftrace.core.sparse;

import org.jftrace.spi.CpuContext;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.GuestTask;
import org.jftrace.spi.arch.HostEntry;

/** Executes the start of a function; in any context, as any task, with RCU watching or not. */
public final class SparseCpu extends GuestCpu.Registers {
    private static final int NOP = 0xd503201f;
    private static final int MOV_X9_LR = 0xaa1e03e9;
    private static final int RET = 0xd65f03c0;
    private static final long CALLER = 0xffff_8000_0000_0000L;

    private final SparseMachine machine;
    private CpuContext context = CpuContext.TASK;
    private boolean rcuWatching = true;
    private GuestTask task;

    SparseCpu(SparseMachine machine, int id, long stack) {
        super(id, GuestTask.of(id + 1, "sparse"));
        this.machine = machine;
        this.sp = stack;
        this.task = super.task();
    }

    /** What the CPU does from now on is on behalf of another task. */
    public void switchTo(int taskId) {
        task = GuestTask.of(taskId, "sparse");
    }

    public void setContext(CpuContext context) {
        this.context = context;
    }

    public void setRcuWatching(boolean watching) {
        rcuWatching = watching;
    }

    /** Calls a function and executes until it returns. */
    public void call(long function) {
        x[30] = CALLER;
        pc = function;
        while (pc != CALLER) {
            int word = machine.memory().readWord(pc);
            switch (word) {
                case NOP -> pc += 4;
                case MOV_X9_LR -> {
                    x[9] = x[30];
                    pc += 4;
                }
                case RET -> pc = x[30];
                default -> branch(word);
            }
        }
    }

    private void branch(int word) {
        long target = SparseMachine.target(pc, word);
        HostEntry entry = machine.hostEntry();
        if (word >>> 26 != 0x25 || !entry.isEntry(target)) {
            throw new IllegalStateException(
                    "cpu " + id() + " cannot execute " + Integer.toHexString(word) + " at " + Long.toHexString(pc));
        }
        entry.enter(this, target);
    }

    @Override
    public GuestTask task() {
        return task;
    }

    @Override
    public CpuContext context() {
        return context;
    }

    @Override
    public boolean isRcuWatching() {
        return rcuWatching;
    }
}
