package org.jftrace.core;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.core.update.GracePeriod;
import org.jftrace.spi.MachineClosedException;
import org.jspecify.annotations.Nullable;

/**
 * The core's lock; the kernel's {@code ftrace_lock}. Who holds it may wait for callbacks to end, so a callback must not
 * wait for it: it gets it at once or is told to try again. Nor may it take the lock twice, if a machine runs guest code
 * on the very thread that changes something: it would change the tracers in the middle of another change.
 */
final class UpdateLock {
    private final ReentrantLock lock = new ReentrantLock();
    private final GracePeriod grace;

    UpdateLock(GracePeriod grace) {
        this.grace = grace;
    }

    void run(Runnable change) {
        get(() -> {
            change.run();
            return true;
        });
    }

    <T> T get(Supplier<T> change) {
        AtomicReference<@Nullable T> got = new AtomicReference<>();
        grace.runWaiting(() -> got.set(locked(change)));
        return Objects.requireNonNull(got.get());
    }

    private <T> T locked(Supplier<T> change) {
        take();
        try {
            return change.get();
        } catch (MachineClosedException gone) {
            throw noMachine(gone);
        } finally {
            lock.unlock();
        }
    }

    private void take() {
        if (lock.isHeldByCurrentThread()) {
            throw new FtraceException(Errno.EAGAIN, "this thread is in the middle of changing the tracers");
        }
        if (!grace.isInside()) {
            lock.lock();
        } else if (!lock.tryLock()) {
            throw new FtraceException(
                    Errno.EAGAIN, "another thread is changing the tracers and may be waiting for this callback to end");
        }
    }

    /** What a caller is told whose machine went away under it. */
    static FtraceException noMachine(MachineClosedException gone) {
        return new FtraceException(Errno.ENODEV, "the machine is closed", gone);
    }
}
