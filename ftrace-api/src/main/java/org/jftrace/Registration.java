package org.jftrace;

/**
 * A tracer that is registered. Closing it is the kernel's {@code unregister_ftrace_function}. Safe for use by several
 * threads.
 */
public interface Registration extends AutoCloseable {
    /**
     * Returns what was registered.
     *
     * @return never null
     */
    FtraceOps ops();

    /**
     * Returns the filter in force.
     *
     * @return never null
     */
    Filter filter();

    /**
     * Changes the filter while the tracer is registered; only the call sites that differ are touched. When it returns,
     * calls of newly selected functions are traced, and the callback is not running for a function that is no longer
     * selected and will not be called for one. No call of a function that both filters select is lost or doubled.
     *
     * @param filter replaces the one in force
     * @throws FtraceException {@link Errno#EINVAL} or {@link Errno#ENOENT} if a term selects nothing, {@link Errno#ENODEV}
     *     if this is closed, the machine is closed, or tracing was killed; {@link Errno#EAGAIN} if called from within a
     *     callback while another thread is changing the tracers
     */
    void setFilter(Filter filter);

    /**
     * Selects more functions; the kernel's {@code ftrace_set_filter} without reset. What it costs does not grow with the
     * number of functions selected already. {@link #filter()} goes on telling what was set last.
     *
     * @param more its terms are remembered as those of the filter are; must not be {@link Filter#selectsAll() all}
     * @throws FtraceException as {@link #setFilter}, and {@link Errno#EINVAL} if it selects all
     */
    void widen(Filter more);

    /**
     * Selects fewer functions; the kernel's {@code ftrace_set_filter_ip} with {@code remove}. The last one may go, too: then
     * nothing is traced. What is not selected is no error.
     *
     * @param fewer each of its terms must name a call site, selected or not
     * @throws FtraceException as {@link #setFilter}
     */
    void narrow(Filter fewer);

    /**
     * Returns the call sites selected now.
     *
     * @return their ips, in the order of {@link Ftrace#sites()}
     */
    long[] selected();

    /**
     * Limits the tracer to some tasks or CPUs; the kernel's {@code set_ftrace_pid}. Calls of others run through the entry
     * trampoline and come back at once; no call site is changed.
     *
     * @param tasks replaces the limit in force
     * @throws FtraceException {@link Errno#EINVAL} if the ops lacks {@link OpsFlag#PID}
     */
    void setTasks(TaskFilter tasks);

    /**
     * Returns how many calls of the callback ended with an exception.
     *
     * @return counts from registration on; may lag behind calls that are running
     */
    long errors();

    /**
     * Unregisters. After it returns the callback is not running and never runs again on behalf of this registration:
     * what it did happens-before the return. Closing again does nothing. Waits for callbacks that are running, whatever
     * code was changed.
     *
     * <p>It ends the tracer also when the machine is closed or tracing was killed, and if a call site turns out not to hold
     * what was left there: that is told by {@link Ftrace#bug()}.
     *
     * <p>From within a callback it waits for all others but not for its own: that one finishes, and is the last.
     *
     * @throws FtraceException {@link Errno#EAGAIN} if called from within a callback while another thread is changing the
     *     tracers; nothing changed, try again later
     */
    @Override
    void close();
}
