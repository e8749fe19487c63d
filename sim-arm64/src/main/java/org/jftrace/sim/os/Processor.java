package org.jftrace.sim.os;

import java.lang.invoke.VarHandle;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.spi.AddressRange;
import org.jspecify.annotations.Nullable;

/**
 * A CPU and who runs it. At most one thread at a time owns it; that thread alone calls what is not said to be for
 * others.
 */
public final class Processor {
    private final Cpu cpu;
    private final Stack stack;
    private final Rendezvous rendezvous;

    /**
     * Odd while guest code runs, even while a host call or a system call does or nobody runs the CPU. Changes with every
     * context synchronisation event that somebody may wait for. Written by the owner only.
     */
    private volatile long phase;

    /** Written under the lock. Volatile: whether it is the reader's own thread can be told without. */
    private volatile @Nullable Thread owner;

    /** Whether the program is over for this CPU; under the lock. */
    private boolean ended;

    /** Set under the lock; read at each boundary. */
    private volatile boolean stopRequested;

    private boolean finished;
    private boolean returned;
    private boolean singleSteps;
    private boolean inRunLoop;

    Processor(Cpu cpu, Stack stack, Rendezvous rendezvous) {
        this.cpu = cpu;
        this.stack = stack;
        this.rendezvous = rendezvous;
    }

    static boolean runsGuestCode(long phase) {
        return (phase & 1) != 0;
    }

    long phase() {
        return phase;
    }

    /** Any thread: asks for a boundary. */
    void requestAttention() {
        cpu.requestAttention();
    }

    /** Any thread: who runs this CPU, or is about to. */
    @Nullable
    Thread owner() {
        return owner;
    }

    /** Under the lock, or by the owner. */
    boolean touches(AddressRange[] ranges) {
        return Footprint.touches(cpu, stack, ranges);
    }

    /**
     * Any thread: tells that a host call or a system call is running for which the guest's side does not touch some ranges.
     * False if that cannot be told, because guest code runs or began to run meanwhile.
     */
    boolean isElsewhere(AddressRange[] ranges) {
        long seen = phase; // an acquire: the registers are as guest code left them
        boolean elsewhere = !runsGuestCode(seen) && !touches(ranges);
        VarHandle.loadLoadFence(); // what was looked at was so in this phase
        return elsewhere && phase == seen;
    }

    /** Under the lock. */
    boolean ended() {
        return ended;
    }

    /** Under the lock: gives an idle CPU to a thread. */
    void take(Thread thread) {
        Thread current = owner;
        if (current != null) {
            throw new IllegalStateException("cpu " + id() + " is running already, on thread " + current.getName());
        }
        owner = thread;
        stopRequested = false;
        if (rendezvous.hasRequests()) {
            cpu.requestAttention();
        }
    }

    /** Under the lock. */
    void release(boolean forGood) {
        owner = null;
        ended |= forGood;
    }

    /** Under the lock: makes the owner, if there is one, stop at the next boundary. */
    void requestStop() {
        stopRequested = owner != null;
        cpu.requestAttention();
    }

    /**
     * Returns the number.
     *
     * @return of the CPU
     */
    public int id() {
        return cpu.id();
    }

    /**
     * Returns the registers.
     *
     * @return for the owner, or while there is none
     */
    public Cpu cpu() {
        return cpu;
    }

    long stackStart() {
        return stack.start();
    }

    /** Runs guest code until {@link #finish} or {@link #requestStop}. Throws what a CPU or a host call throws. */
    void run() {
        finished = false;
        returned = false;
        singleSteps = false;
        enterGuest();
        try {
            while (!finished) {
                if (singleSteps) {
                    cpu.step();
                    boundary();
                } else {
                    runFreely();
                }
            }
        } finally {
            leaveGuest();
        }
    }

    private void runFreely() {
        inRunLoop = true;
        try {
            cpu.run(Long.MAX_VALUE);
        } finally {
            inRunLoop = false;
        }
    }

    /** Executes one instruction, or one host call. */
    void step() {
        enterGuest();
        try {
            cpu.step();
            boundary();
        } finally {
            leaveGuest();
        }
    }

    /** Makes {@link #run} return at the next boundary. */
    void finish() {
        finished = true;
        cpu.stop();
    }

    /** The function that was called directly has come back. */
    void finishCall() {
        returned = true;
        finish();
    }

    boolean hasReturned() {
        return returned;
    }

    /**
     * Answers whoever waits, between two instructions. If somebody waits for the CPU to be elsewhere, every further
     * boundary is one: the run loop would pass many of them unseen.
     */
    void boundary() {
        // Acknowledged before the fence below: who reads the new phase has patched before the next fetch.
        advance(2);
        if (stopRequested) {
            finish();
        }
        singleSteps = rendezvous.atBoundary(this);
        if (singleSteps && inRunLoop) {
            cpu.stop();
        }
        cpu.synchronizeContext();
    }

    /** Before a host call or a system call. */
    void leaveGuest() {
        advance(1);
    }

    /** After it. */
    void enterGuest() {
        advance(1);
        cpu.synchronizeContext();
    }

    private void advance(int steps) {
        long before = phase;
        phase = before + steps;
        rendezvous.changed();
    }
}
