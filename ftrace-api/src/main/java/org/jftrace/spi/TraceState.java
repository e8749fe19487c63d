package org.jftrace.spi;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What tracers keep per task; Linux: {@code trace_recursion} and {@code ret_stack} in {@code task_struct}. A machine only
 * makes one for each task. Touched only by the thread that runs the task, so accesses are plain; handing a task to another
 * CPU must happen-before that CPU runs it.
 */
public final class TraceState {
    private static final @Nullable Object[] NOTHING = {};

    private int recursion;

    /** Each {@link TaskLocal}, followed by this task's value; few, so they are searched from the front. */
    private @Nullable Object[] kept = NOTHING;

    /** Makes the state of a task that no tracer has seen. */
    public TraceState() {}

    /**
     * Returns the recursion bits; their meaning is the core's.
     *
     * @return 0 while the task is in no callback
     */
    public int recursion() {
        return recursion;
    }

    /**
     * Sets the recursion bits.
     *
     * @param bits their meaning is the core's
     */
    public void setRecursion(int bits) {
        recursion = bits;
    }

    @SuppressWarnings("unchecked") // keep() puts the value of a key behind it
    <T> @Nullable T kept(TaskLocal<T> key) {
        @Nullable Object[] pairs = kept;
        for (int at = 0; at < pairs.length; at += 2) {
            if (pairs[at] == key) {
                return (T) pairs[at + 1];
            }
        }
        return null;
    }

    <T> void keep(TaskLocal<T> key, T value) {
        int end = kept.length;
        @Nullable Object[] more = Arrays.copyOf(kept, end + 2);
        more[end] = key;
        more[end + 1] = value;
        kept = more;
    }

    void forget(TaskLocal<?> key) {
        @Nullable Object[] pairs = kept;
        for (int at = 0; at < pairs.length; at += 2) {
            if (pairs[at] == key) {
                @Nullable Object[] fewer = Arrays.copyOf(pairs, pairs.length - 2);
                System.arraycopy(pairs, at + 2, fewer, at, fewer.length - at);
                kept = fewer;
                return;
            }
        }
    }
}
