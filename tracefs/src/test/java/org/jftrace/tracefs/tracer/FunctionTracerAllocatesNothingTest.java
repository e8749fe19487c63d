package org.jftrace.tracefs.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.light.LightMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts bytes, times nothing. */
class FunctionTracerAllocatesNothingTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CALLS = 100_000;

    @ParameterizedTest
    @ValueSource(strings = {"local", "counter", "uptime"})
    void aTracedCallAllocatesNothing(String clock) {
        LightMachine machine =
                LightMachine.builder().functions(1).cpus(1).heap(64 << 10).build();
        FtraceCore ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
        machine.intercept(ftrace.hostEntry());
        try (TraceArray array = new TraceArray(machine, ftrace, "")) {
            array.setBufferSizeKb(64);
            array.setClock(clock);
            array.setTracer("function");
            array.options().set("func_stack_trace", true);
            assertEquals(0, bytesOf(() -> machine.cpu(0).call(machine.function(0))));
            assertTrue(array.trace().contains("/" + 6 * CALLS + " "), "each call wrote two entries");
        }
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
