package org.jftrace.tracefs.ring;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jftrace.spi.GuestTask;
import org.jspecify.annotations.Nullable;

/**
 * The names of tasks that wrote entries; the kernel's {@code saved_cmdlines}. Remembering a name that is known already
 * allocates nothing. Two tasks whose ids differ by a multiple of 32768 displace each other, as in the kernel.
 */
public final class TaskNames {
    private static final int SLOTS = 32768;

    private final AtomicReferenceArray<Named> names = new AtomicReferenceArray<>(SLOTS);

    private record Named(int pid, String comm) {}

    /** Knows nobody but the idle task. */
    public TaskNames() {}

    /**
     * Remembers a task by its name as it is now.
     *
     * @param task running on the calling thread
     */
    public void remember(GuestTask task) {
        int pid = task.id();
        if (pid <= 0) {
            return;
        }
        Named known = readAcquire(pid);
        String comm = task.comm();
        if (known == null || known.pid != pid || !known.comm.equals(comm)) {
            publishRelease(new Named(pid, comm));
        }
    }

    /** A reader that sees the entry sees its fields. */
    private void publishRelease(Named named) {
        names.setRelease(named.pid & (SLOTS - 1), named);
    }

    private @Nullable Named readAcquire(int pid) {
        return names.getAcquire(pid & (SLOTS - 1));
    }

    /**
     * Names a task.
     *
     * @param pid of the task
     * @return {@code <idle>} for 0, {@code <...>} if it is not known
     */
    public String of(int pid) {
        if (pid <= 0) {
            return pid == 0 ? "<idle>" : "<XXX>";
        }
        Named named = readAcquire(pid);
        return named == null || named.pid != pid ? "<...>" : named.comm;
    }
}
