package org.jftrace.bpf.image;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.spi.arch.ReaderSection;

/**
 * Taken before the locks of direct calls and of the core, never after. Who holds it may wait for programs to end, so a program
 * must not wait for it: it gets it at once or is told to try again.
 */
final class TrampolineLock {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<ReaderSection> sections;

    TrampolineLock(List<ReaderSection> sections) {
        this.sections = List.copyOf(sections);
    }

    /** Runs a change with the lock held. */
    void run(Runnable change) {
        sections.get(0).runWaiting(() -> {
            take();
            try {
                change.run();
            } finally {
                lock.unlock();
            }
        });
    }

    private void take() {
        if (lock.isHeldByCurrentThread()) {
            throw new FtraceException(Errno.EAGAIN, "this thread is in the middle of changing trampolines");
        }
        if (!isInside()) {
            lock.lock();
        } else if (!lock.tryLock()) {
            throw new FtraceException(
                    Errno.EAGAIN, "another thread is changing trampolines and may be waiting for this program to end");
        }
    }

    /** Tells whether the calling thread runs a program or a callback. */
    boolean isInside() {
        return sections.stream().anyMatch(ReaderSection::isInside);
    }
}
