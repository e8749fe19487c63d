package org.jftrace.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AllocatedBytesTest {
    private final AtomicReference<Object> escape = new AtomicReference<>();
    private long calls;

    @Test
    void anObjectOfEachCallIsSeen() {
        AllocatedBytes allocated = AllocatedBytes.of(() -> escape.setPlain(new Object()));
        assertTrue(allocated.bytes() >= 16L * AllocatedBytes.CALLS, allocated.toString());
    }

    @Test
    void anObjectOfOneCallInAThousandIsSeen() {
        AllocatedBytes allocated = AllocatedBytes.of(() -> {
            if (calls++ % 1000 == 0) {
                escape.setPlain(new Object());
            }
        });
        assertTrue(allocated.bytes() >= 16L * AllocatedBytes.CALLS / 1000, allocated.toString());
        assertEquals(calls, allocated.calls());
    }

    @Test
    void whatHappensOnceIsNot() {
        AllocatedBytes allocated = AllocatedBytes.of(() -> {
            if (calls++ < 3) {
                escape.setPlain(new byte[1000]);
            }
        });
        assertEquals(0, allocated.bytes());
        assertEquals(calls, allocated.calls());
    }
}
