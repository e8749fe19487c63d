package org.jftrace.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jftrace.spi.testkit.AllocatedBytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts bytes, times nothing. */
class TracedPathAllocatesNothingTest {
    @ParameterizedTest
    @CsvSource({"0, 100", "1, 0", "1, 100", "2, 0", "10, 0", "100, 0"})
    void aTracedCallAllocatesNothing(int relevant, int irrelevant) {
        TracedFunction function = new TracedFunction(relevant, irrelevant);
        assertEquals(0, AllocatedBytes.of(function::call).bytes());
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 100", "2, 0", "10, 0"})
    void theHostTwinAllocatesNothing(int relevant, int irrelevant) {
        TracedFunction function = new TracedFunction(relevant, irrelevant);
        assertEquals(0, AllocatedBytes.of(function::enter).bytes());
    }
}
