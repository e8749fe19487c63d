package org.jftrace.tracefs.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.testkit.AllocatedBytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts bytes, times nothing. */
class FunctionTracerAllocatesNothingTest {
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
            AllocatedBytes allocated = AllocatedBytes.of(() -> machine.cpu(0).call(machine.function(0)));
            assertEquals(0, allocated.bytes());
            assertTrue(array.trace().contains("/" + 2 * allocated.calls() + " "), "each call wrote two entries");
        }
    }
}
