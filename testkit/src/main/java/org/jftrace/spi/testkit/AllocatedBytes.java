package org.jftrace.spi.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * The bytes of heap that work takes on the thread that does it.
 *
 * <p>Counted in rounds, until one of them takes nothing. What work takes each time shows in every round. What a JVM takes
 * while it is getting warm does not: classes that are loaded, and objects that compiled code had kept in registers and
 * makes when it gives way to the interpreter.
 *
 * @param bytes of the round that took least, 0 at least
 * @param calls how often the work was done, in all rounds together
 */
public record AllocatedBytes(long bytes, long calls) {
    /** How often a round does the work. */
    static final int CALLS = 20_000;

    private static final int ROUNDS = 50;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /**
     * Does the work again and again on the calling thread.
     *
     * @param work what is done
     * @return what was counted; after 50 rounds that all took something, the least of them
     */
    public static AllocatedBytes of(Runnable work) {
        long least = Long.MAX_VALUE;
        long calls = 0;
        for (int round = 0; round < ROUNDS && least > 0; round++) {
            least = Math.min(least, bytesOfRound(work));
            calls += CALLS;
        }
        return new AllocatedBytes(least, calls);
    }

    private static long bytesOfRound(Runnable work) {
        return ofOnce(() -> {
            for (int i = 0; i < CALLS; i++) {
                work.run();
            }
        });
    }

    /**
     * Does large work once on the calling thread.
     *
     * @param work what is done
     * @return the bytes that it took, and what the JVM took meanwhile on that thread
     */
    public static long ofOnce(Runnable work) {
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        work.run();
        return THREADS.getThreadAllocatedBytes(thread) - before;
    }
}
