package org.jftrace.core.update;

import java.lang.ref.WeakReference;
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
    /** Weak: a section that nobody can reach has nobody inside. */
    private final List<WeakReference<GracePeriod>> sections = new CopyOnWriteArrayList<>();

    private final AtomicReference<@Nullable Thread> holder = new AtomicReference<>();

    void add(GracePeriod section) {
        sections.removeIf(known -> known.get() == null);
        sections.add(new WeakReference<>(section));
    }

    /** Counts the sections that there may still be. */
    int sections() {
        return sections.size();
    }

    private boolean isInsideOne() {
        for (WeakReference<GracePeriod> section : sections) {
            GracePeriod known = section.get();
            if (known != null && known.isInside()) {
                return true;
            }
        }
        return false;
    }

    void run(Runnable change) {
        Thread self = Thread.currentThread();
        if (holder.getAcquire() == self || !isInsideOne()) {
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
