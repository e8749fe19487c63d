package org.jftrace.sim.explore;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/** Says which host's thread may run. */
final class Baton {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int SPINS = 500;

    private volatile @Nullable Host holder;
    private volatile boolean over;

    boolean isHeldBy(@Nullable Host host) {
        return holder == host;
    }

    void giveTo(@Nullable Host host) {
        holder = host;
    }

    boolean isOver() {
        return over;
    }

    void end() {
        over = true;
    }

    void awaitEnd() {
        for (int spins = 0; !over; spins++) {
            pause(spins);
        }
    }

    /** Waits until it is the host's turn; false if everything has ended instead. */
    boolean await(Host host) {
        for (int spins = 0; holder != host; spins++) {
            if (over) {
                return false;
            }
            pause(spins);
        }
        return true;
    }

    /** Waits until it is a host's turn again, everything has ended, or the one whose turn it is waits for a lock of ours. */
    void watch(@Nullable Host self, Host other) {
        for (int spins = 0; holder != self && !over; spins++) {
            pause(spins);
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
            pause(spins);
        }
        host.blocked = false;
    }

    /** Whether the host waits for a lock that is held by the calling thread, which does not release it now. */
    private static boolean isStuck(Host host) {
        Thread thread = host.thread;
        if (thread == null || host.state != Host.State.RUNNING) {
            return false;
        }
        Thread.State state = thread.getState();
        if (state == Thread.State.RUNNABLE || state == Thread.State.NEW || state == Thread.State.TERMINATED) {
            return false;
        }
        ThreadInfo info = THREADS.getThreadInfo(thread.getId());
        return info != null && info.getLockOwnerId() == Thread.currentThread().getId();
    }

    @SuppressWarnings("ThreadPriorityCheck") // correct without it; there may be more threads than cores
    private static void pause(int spins) {
        if (spins < SPINS) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }
}
