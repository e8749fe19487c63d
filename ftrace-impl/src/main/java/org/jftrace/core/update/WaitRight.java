package org.jftrace.core.update;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jspecify.annotations.Nullable;

/**
 * Which of the threads that are in a section may wait for the others. Threads outside may always wait: nobody waits for them but
 * for a lock, which a thread in a section only tries to take.
 */
final class WaitRight {
    private final List<GracePeriod> sections = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Thread> holder = new AtomicReference<>();

    void add(GracePeriod section) {
        sections.add(section);
    }

    void run(Runnable change) {
        Thread self = Thread.currentThread();
        if (holder.getAcquire() == self || sections.stream().noneMatch(GracePeriod::isInside)) {
            change.run();
        } else if (holder.compareAndSet(null, self)) {
            try {
                change.run();
            } finally {
                holder.setRelease(null);
            }
        } else {
            throw new FtraceException(
                    Errno.EAGAIN, "another callback is waiting for callbacks to end, and so for the one that asks");
        }
    }
}
