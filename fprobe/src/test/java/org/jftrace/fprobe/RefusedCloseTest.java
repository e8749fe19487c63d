package org.jftrace.fprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A probe that cannot be ended from within its handler, since somebody is waiting for that handler. */
@Timeout(60)
class RefusedCloseTest {
    private final LightGuest guest = new LightGuest();
    private final CountDownLatch inside = new CountDownLatch(1);
    private final AtomicReference<FprobeRegistration> registration = new AtomicReference<>();
    private int entries;
    private Errno refusal = Errno.EINVAL;

    @AfterEach
    void close() {
        guest.close();
    }

    private int onEntry() {
        if (entries++ == 0) {
            inside.countDown();
            untilSomebodyWaitsForUs();
            try {
                registration.get().close();
            } catch (FtraceException again) {
                refusal = again.errno();
            }
        }
        return 0;
    }

    private void untilSomebodyWaitsForUs() {
        while (true) {
            try {
                guest.ftrace.readers().runWaiting(Thread::onSpinWait);
            } catch (FtraceException taken) {
                return;
            }
        }
    }

    @Test
    void itIsStillThereAndCanBeEndedLater() throws InterruptedException {
        Registration other =
                guest.ftrace.register(FtraceOps.of("other", Filter.name("f2"), (ip, parent, ops, regs) -> {}));
        AtomicReference<Throwable> failure = new AtomicReference<>();
        guest.ftrace.register(FtraceOps.of("waits", Filter.name("f1"), (ip, parent, ops, regs) -> {
            try {
                inside.await(30, TimeUnit.SECONDS);
                other.close();
            } catch (InterruptedException | FtraceException e) {
                failure.set(e);
            }
        }));
        registration.set(guest.fprobes.register(
                Fprobe.builder("probe")
                        .entry((ip, returnAddress, regs, data) -> onEntry())
                        .build(),
                Filter.name("f0")));
        Thread second = new Thread(() -> guest.machine.cpu(1).call(guest.machine.function(1)));
        second.start();
        guest.call(0);
        second.join();
        assertNull(failure.get());
        assertEquals(Errno.EAGAIN, refusal);
        guest.call(0);
        assertEquals(2, entries);
        registration.get().close();
        guest.call(0);
        assertEquals(2, entries);
    }
}
