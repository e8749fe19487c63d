package org.jftrace.spi;

/** A thread of the guest; Linux: {@code task_struct}. At most one CPU runs it at a time. */
public interface GuestTask {
    /**
     * Makes a task whose name does not change, that no tracer has seen; for machines with nothing of their own to keep
     * in a task.
     *
     * @param id see {@link #id()}
     * @param comm see {@link #comm()}
     * @return a new task
     */
    static GuestTask of(int id, String comm) {
        return new NamedTask(id, comm, new TraceState());
    }

    /**
     * Returns the thread id; Linux: {@code pid} in {@code task_struct}.
     *
     * @return positive, or 0 for an idle task
     */
    int id();

    /**
     * Returns the task's name; Linux: {@code comm}.
     *
     * @return short, without line breaks
     */
    String comm();

    /**
     * Returns what tracers keep about this task. The machine makes one with {@code new TraceState()} when it makes the
     * task, and does not look into it.
     *
     * @return always the same object
     */
    TraceState traceState();

    /**
     * Returns how long the task has been off its CPU, all in all, while it could be traced; the kernel's {@code
     * ftrace_sleeptime}. A machine on which tasks never leave their CPU says nothing. Asked on the traced path.
     *
     * @return in nanoseconds; never less than before
     */
    default long sleptNanoseconds() {
        return 0;
    }
}
