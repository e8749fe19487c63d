package org.jftrace.cli.compare.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimingTest {
    /** Student's t for 99.9 %, both sides, four degrees of freedom: 8.610 in the usual tables. */
    @Test
    void theErrorIsHalfOfTheConfidenceInterval() {
        Timing timing = Timing.of(List.of(1.0, 2.0, 3.0, 4.0, 5.0));
        assertEquals(3, timing.nanos());
        assertEquals(8.610 * Math.sqrt(2.5) / Math.sqrt(5), timing.error(), 0.001);
    }

    @Test
    void ofOneSampleThereIsNoError() {
        assertEquals(7, Timing.of(List.of(7.0)).nanos());
        assertTrue(Double.isNaN(Timing.of(List.of(7.0)).error()));
    }
}
