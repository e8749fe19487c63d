package org.jftrace.spi;

/**
 * What tracers keep per task; Linux: {@code trace_recursion} in {@code task_struct}. A machine only makes one for each
 * task. Touched only by the thread that runs the task, so accesses are plain; handing a task to another CPU must
 * happen-before that CPU runs it.
 */
public final class TraceState {
    private int recursion;

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
}
