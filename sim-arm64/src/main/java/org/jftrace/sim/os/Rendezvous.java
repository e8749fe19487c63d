package org.jftrace.sim.os;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jftrace.spi.AddressRange;

/**
 * Where threads wait for CPUs. One lock and one condition for a machine; CPUs take the lock only when somebody waits.
 *
 * <p>Nobody is missed: a CPU changes its phase and then reads {@link #waiters}, a waiter raises {@code waiters} and then
 * reads the phase, all of it volatile; so at least one of the two sees the other.
 */
final class Rendezvous {
    private static final int SPINS = 200;
    private static final QuiescenceRequest[] NO_REQUESTS = {};

    private final Object lock = new Object();
    private volatile int waiters;
    private volatile QuiescenceRequest[] requests = NO_REQUESTS;

    /** Called by a CPU's thread after each change of its phase. */
    void changed() {
        if (waiters != 0) {
            synchronized (lock) {
                lock.notifyAll();
            }
        }
    }

    /** Runs something while no CPU is taken, released or examined; then whoever waits looks again. */
    void exclusively(Runnable action) {
        synchronized (lock) {
            action.run();
            lock.notifyAll();
        }
    }

    /** Tells something under the lock. */
    boolean holds(BooleanSupplier condition) {
        synchronized (lock) {
            return condition.getAsBoolean();
        }
    }

    /** Waits for a condition that changes under the lock or with a phase. Goes on through interrupts, and keeps them. */
    void await(BooleanSupplier condition) {
        boolean interrupted = false;
        synchronized (lock) {
            setWaiters(waiters + 1);
            try {
                while (!condition.getAsBoolean()) {
                    try {
                        lock.wait();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            } finally {
                setWaiters(waiters - 1);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Under the lock. */
    private void setWaiters(int count) {
        waiters = count;
    }

    /** See {@link org.jftrace.spi.Machine#synchronizeCpus}. */
    void synchronizeCpus(Processor[] processors) {
        VarHandle.fullFence(); // patch, then look who runs: pairs with the fence of a CPU that begins to run
        long[] seen = new long[processors.length];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = processors[i].phase();
            if (Processor.runsGuestCode(seen[i])) {
                processors[i].requestAttention();
            }
        }
        for (int i = 0; i < seen.length; i++) {
            if (Processor.runsGuestCode(seen[i]) && processors[i].owner() != Thread.currentThread()) {
                awaitChange(processors[i], seen[i]);
            }
        }
    }

    private void awaitChange(Processor processor, long seen) {
        for (int i = 0; i < SPINS; i++) {
            if (processor.phase() != seen) {
                return;
            }
            Thread.onSpinWait();
        }
        await(() -> processor.phase() != seen);
    }

    /** See {@link org.jftrace.spi.Machine#awaitQuiescence}. */
    void awaitQuiescence(List<AddressRange> ranges, Processor[] processors) {
        QuiescenceRequest request = new QuiescenceRequest(ranges, processors);
        synchronized (lock) {
            if (request.settleIdle()) {
                return;
            }
            QuiescenceRequest[] more = Arrays.copyOf(requests, requests.length + 1);
            more[requests.length] = request;
            requests = more;
            request.askOthers();
        }
        try {
            await(request::settleIdle);
        } finally {
            synchronized (lock) {
                requests = Arrays.stream(requests)
                        .filter(other -> other != request)
                        .toArray(QuiescenceRequest[]::new);
            }
        }
    }

    /**
     * A CPU at an instruction boundary, on its own thread.
     *
     * @return true if somebody waits for it to leave where it is
     */
    boolean atBoundary(Processor processor) {
        if (requests.length == 0) {
            return false;
        }
        synchronized (lock) {
            boolean again = false;
            for (QuiescenceRequest request : requests) {
                again |= request.examine(processor);
            }
            lock.notifyAll();
            return again;
        }
    }

    /** Tells whether a CPU that begins to run has to be examined. Under the lock. */
    boolean hasRequests() {
        return requests.length != 0;
    }
}
