package org.jftrace.sim.explore;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Says which host's thread may run. */
final class Baton {
    private static final int SPINS = 300;
    /** How often a host is looked at that does not come back: it may wait for a lock. In ns. */
    private static final long LOOK_AGAIN = 50_000;

    private volatile @Nullable Host holder;
    private volatile boolean over;
    private volatile @Nullable Thread first;

    boolean isHeldBy(@Nullable Host host) {
        return holder == host;
    }

    void giveTo(@Nullable Host host) {
        holder = host;
        if (host != null) {
            LockSupport.unpark(host.thread);
        }
    }

    void end() {
        over = true;
        LockSupport.unpark(first);
    }

    /** For the thread of the first host, when that has done all. */
    void awaitEnd() {
        first = Thread.currentThread();
        for (int spins = 0; !over; spins++) {
            rest(spins, Long.MAX_VALUE);
        }
    }

    /** Waits until it is the host's turn. */
    void await(Host host) {
        for (int spins = 0; holder != host; spins++) {
            rest(spins, Long.MAX_VALUE);
        }
    }

    /** Waits until it is our turn again, everything has ended, or the one whose turn it is waits for a lock of ours. */
    void watch(Host self, Host other) {
        if (self.state == Host.State.FINISHED) {
            return;
        }
        for (int spins = 0; holder != self; spins++) {
            rest(spins, LOOK_AGAIN);
            if (holder == other && isStuck(other)) {
                other.blocked = true;
                holder = self;
            }
        }
    }

    /** Waits until a host that got the lock it waited for has come to its next operation. */
    void settle(Host host) {
        for (int spins = 0; host.state == Host.State.RUNNING; spins++) {
            host.blocked = isStuck(host);
            if (host.blocked) {
                return;
            }
            rest(spins, LOOK_AGAIN);
        }
        host.blocked = false;
    }

    /** Whether the host waits for a lock; if so the calling thread has it, for there are two hosts, and does not release it now. */
    private static boolean isStuck(Host host) {
        Thread thread = host.thread;
        if (thread == null || host.state != Host.State.RUNNING) {
            return false;
        }
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING -> {
                Object lock = LockSupport.getBlocker(thread);
                // The documented way to see whether it is held; if not, or if it has got it meanwhile, it is about to
                // go on.
                yield lock instanceof AbstractQueuedSynchronizer
                        && !lock.toString().contains("State = 0")
                        && thread.getState() != Thread.State.RUNNABLE
                        && LockSupport.getBlocker(thread) == lock;
            }
            case BLOCKED -> {
                ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(thread.getId());
                yield info != null
                        && info.getLockOwnerId() == Thread.currentThread().getId();
            }
            default -> false;
        };
    }

    private static void rest(int spins, long nanos) {
        if (spins < SPINS) {
            Thread.onSpinWait();
        } else if (nanos == Long.MAX_VALUE) {
            LockSupport.park();
        } else {
            LockSupport.parkNanos(nanos);
        }
    }
}
