package org.jftrace.unicorn;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Whose turn it is to use the emulator, which is not safe for use by several threads. While guest code is executed it is
 * the CPU's; whoever waits for it gets it at the end of the basic block.
 */
final class Turn {
    /** Fair, or the CPU would take it again before those that wait wake up. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private final AtomicInteger waiting = new AtomicInteger();

    boolean isWanted() {
        return waiting.get() > 0;
    }

    <T> T take(Supplier<T> work) {
        waiting.incrementAndGet();
        lock.lock();
        try {
            waiting.decrementAndGet();
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    void run(Runnable work) {
        take(() -> {
            work.run();
            return true;
        });
    }
}
