package org.jftrace.spi;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a tracer keeps for each task, made when a task is met for the first time; as {@link ThreadLocal}, but for
 * the guest's tasks. Used only on the thread that runs the task, or while the task is stopped.
 *
 * @param <T> what is kept
 */
public final class TaskLocal<T> {
    private final Supplier<? extends T> initial;

    /**
     * Makes a variable that no task has a value for yet.
     *
     * @param initial makes a task's first value
     */
    public TaskLocal(Supplier<? extends T> initial) {
        this.initial = Objects.requireNonNull(initial);
    }

    /**
     * Returns a task's value. Allocates only the first time for each task.
     *
     * @param task who has it
     * @return the initial value unless there was one
     */
    public T of(GuestTask task) {
        T found = peek(task);
        if (found == null) {
            found = initial.get();
            task.traceState().keep(this, found);
        }
        return found;
    }

    /**
     * Returns a task's value if it has one.
     *
     * @param task who may have it
     * @return null if the task was never asked for it, or it was removed
     */
    public @Nullable T peek(GuestTask task) {
        return task.traceState().kept(this);
    }

    /**
     * Forgets a task's value.
     *
     * @param task who may have it
     */
    public void remove(GuestTask task) {
        task.traceState().forget(this);
    }
}
