package org.jftrace.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts bytes, times nothing. */
class TracedPathAllocatesNothingTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CALLS = 100_000;

    @ParameterizedTest
    @CsvSource({"0, 100", "1, 0", "1, 100", "2, 0", "10, 0", "100, 0"})
    void aTracedCallAllocatesNothing(int relevant, int irrelevant) {
        TracedFunction function = new TracedFunction(relevant, irrelevant);
        assertEquals(0, bytesOf(function::call));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 100", "2, 0", "10, 0"})
    void theHostTwinAllocatesNothing(int relevant, int irrelevant) {
        TracedFunction function = new TracedFunction(relevant, irrelevant);
        assertEquals(0, bytesOf(function::enter));
    }

    @Test
    void anAllocationWouldBeSeen() {
        AtomicReference<Object> escape = new AtomicReference<>();
        assertTrue(bytesOf(() -> escape.setPlain(new Object())) >= 16L * CALLS);
    }

    /** The least of three rounds: what a call allocates shows in each, what happens once on a fresh JVM does not. */
    private static long bytesOf(Runnable call) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long thread = Thread.currentThread().getId();
            long before = THREADS.getThreadAllocatedBytes(thread);
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            least = Math.min(least, THREADS.getThreadAllocatedBytes(thread) - before);
        }
        return least;
    }
}
