package org.jftrace.spi.testkit.code;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A host call that does not return before it is told to. */
final class BlockedCall {
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);
    private final ExecutingMachine on;
    private final long gate;

    BlockedCall(ExecutingMachine on) {
        this.on = on;
        gate = on.machine().mapHostCall(cpu -> {
            inside.countDown();
            await(leave);
        });
    }

    long gate() {
        return gate;
    }

    void awaitCaller() {
        await(inside);
    }

    void release() {
        leave.countDown();
    }

    private void await(CountDownLatch latch) {
        try {
            // Longer than any wait that a check watches.
            if (!latch.await(2 * on.patience(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("not within " + 2 * on.patience() + " ms");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
