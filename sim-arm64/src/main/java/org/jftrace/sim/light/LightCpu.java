package org.jftrace.sim.light;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jftrace.spi.CpuContext;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.GuestTask;
import org.jftrace.spi.MachineClosedException;
import org.jftrace.spi.TraceState;
import org.jspecify.annotations.Nullable;

/**
 * A CPU that executes the start of a function and nothing else: BTI, NOP, MOV X9, LR, the BL of a call site through the
 * intercepting {@link org.jftrace.spi.arch.HostEntry}, and RET, also to a return trampoline. One thread at a time runs it. {@link #call} allocates
 * nothing.
 */
public final class LightCpu implements GuestCpu {
    private static final VarHandle CALLS;

    static {
        try {
            CALLS = MethodHandles.lookup().findVarHandle(LightCpu.class, "calls", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final LightMachine machine;
    private final LightMemory memory;
    private final int id;
    private GuestTask task;
    private TraceState traceState;
    private CpuContext context = CpuContext.TASK;
    private final long[] x = new long[31];
    private long sp;
    private long pc;
    private int depth;

    /** Twice the traced calls that began, plus 1 between the start of the first and the end of the last of a nest. */
    @SuppressWarnings("unused") // through CALLS
    private long calls;

    /** Who makes the call; written before {@code calls} becomes odd. */
    private @Nullable Thread runner;

    LightCpu(LightMachine machine, LightMemory memory, int id, long stackTop) {
        this.machine = machine;
        this.memory = memory;
        this.id = id;
        this.task = GuestTask.of(id + 1, "light/" + id);
        this.traceState = task.traceState();
        this.sp = stackTop;
    }

    /**
     * Calls a function: does what a BL from {@link LightMachine#caller()} does, and executes until the RET. A callback
     * may make the CPU go on elsewhere; from there, too, it goes on to the next RET.
     *
     * @param function the address of its first instruction
     * @throws IllegalStateException if there is an instruction that a light CPU does not execute, or a BL that goes to
     *     no entry trampoline; it names pc and word
     * @throws MachineClosedException if the machine is closed
     */
    public void call(long function) {
        if (machine.isStopped()) {
            throw new MachineClosedException("cpu " + id + " called 0x" + Long.toHexString(function));
        }
        long returnAddress = machine.caller() + 4;
        x[30] = returnAddress;
        pc = function;
        while (pc != returnAddress) {
            int word = memory.fetchWordAcquire(pc);
            if (word == Words.NOP || word == Words.BTI_C) {
                pc += 4;
            } else if (word == Words.MOV_X9_LR) {
                x[9] = x[30];
                pc += 4;
            } else if (word == Words.RET) {
                pc = x[30];
                returnFrom(returnAddress);
                return;
            } else if (Words.isBranchWithLink(word)) {
                tracedCall();
                if (pc == x[30]) { // the function was skipped
                    returnFrom(returnAddress);
                }
            } else {
                throw fault(word, "is no instruction of a light CPU");
            }
        }
    }

    /** To the caller, or through the return trampolines that stand in for it; elsewhere only if a callback said so. */
    @SuppressWarnings("StatementWithEmptyBody") // leave() goes on
    private void returnFrom(long returnAddress) {
        while (pc != returnAddress && machine.leave(this)) {}
    }

    /**
     * The word is fetched again once the call is announced: whoever changes it sees either the announcement and waits, or
     * has changed it before.
     */
    private void tracedCall() {
        if (depth++ == 0) {
            announce();
        }
        try {
            int word = memory.fetchWordAcquire(pc);
            if (Words.isBranchWithLink(word) && !machine.isStopped()) {
                machine.enter(this, word, Words.branchTarget(pc, word));
            } else {
                pc += 4;
            }
        } finally {
            if (--depth == 0) {
                CALLS.setRelease(this, calls + 1); // what the call did happens-before the end of a wait for it
            }
        }
    }

    private void announce() {
        runner = Thread.currentThread();
        CALLS.setRelease(this, calls + 1);
        VarHandle.fullFence(); // announce, then fetch: pairs with the fence between patch and look in awaitQuiescence
    }

    /** Waits for the traced call that is under way, if any, unless the current thread makes it. */
    @SuppressWarnings("ThreadPriorityCheck") // the yield only helps where CPUs outnumber cores
    void awaitCall() {
        long seen = (long) CALLS.getAcquire(this);
        if ((seen & 1) == 0 || runner == Thread.currentThread()) {
            return;
        }
        while ((long) CALLS.getAcquire(this) == seen) {
            Thread.onSpinWait();
            Thread.yield();
        }
    }

    IllegalStateException fault(int word, String why) {
        return new IllegalStateException(
                "cpu " + id + ": word 0x" + Integer.toHexString(word) + " at pc 0x" + Long.toHexString(pc) + " " + why);
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public GuestTask task() {
        return task;
    }

    /**
     * Runs another task from now on; a context switch. Only for the thread that runs this CPU.
     *
     * @param next not what another CPU runs
     * @throws IllegalStateException inside a call
     */
    public void switchTo(GuestTask next) {
        if (depth != 0) {
            throw new IllegalStateException("cpu " + id + " is in " + depth + " calls of " + task.comm());
        }
        task = next;
        traceState = next.traceState();
    }

    /**
     * Runs something in another context, as an interrupt does that arrives. Only for the thread that runs this CPU.
     *
     * @param entered what {@link #context} tells meanwhile
     * @param handler may make calls
     */
    public void interrupt(CpuContext entered, Runnable handler) {
        CpuContext interrupted = context;
        context = entered;
        try {
            handler.run();
        } finally {
            context = interrupted;
        }
    }

    @Override
    public CpuContext context() {
        return context;
    }

    @Override
    public TraceState traceState() {
        return traceState;
    }

    @Override
    public long x(int n) {
        return x[n];
    }

    @Override
    public void setX(int n, long value) {
        x[n] = value;
    }

    @Override
    public long sp() {
        return sp;
    }

    @Override
    public void setSp(long address) {
        sp = address;
    }

    @Override
    public long pc() {
        return pc;
    }

    @Override
    public void setPc(long address) {
        pc = address;
    }
}
