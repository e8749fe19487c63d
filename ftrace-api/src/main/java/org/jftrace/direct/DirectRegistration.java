package org.jftrace.direct;

import java.util.Map;

/** A registered direct call. Changes are made one at a time, in the order of all changes of tracers. */
public interface DirectRegistration extends AutoCloseable {
    /**
     * Returns the name for reports.
     *
     * @return not blank
     */
    String name();

    /**
     * Returns where the functions are sent.
     *
     * @return a snapshot: for each call site the trampoline
     */
    DirectTargets targets();

    /**
     * Sends all its functions elsewhere; the kernel's {@code modify_ftrace_direct}. Each call goes to the old or to the new
     * trampoline. Takes as long however many other direct calls there are.
     *
     * @param target the trampoline's first instruction
     * @throws org.jftrace.FtraceException as {@link #modify(DirectTargets)}
     */
    void modify(long target);

    /**
     * Sends some functions elsewhere, more functions, or fewer; all of it or nothing. When it returns no later call goes to
     * the old trampolines.
     *
     * @param targets for each call site that changes the trampoline, or {@link DirectTargets#NOWHERE} to take it away. At least
     *     one must be left
     * @throws org.jftrace.FtraceException as {@link DirectCalls#register(String, DirectTargets, IpModifyPeer)}, and
     *     {@link org.jftrace.Errno#ENODEV} if the registration is closed
     */
    void modify(DirectTargets targets);

    /**
     * Sends some functions elsewhere; {@link #modify(DirectTargets)} of a map.
     *
     * @param targets for each call site that changes the trampoline, or 0 to take it away
     */
    default void modify(Map<Long, Long> targets) {
        modify(DirectTargets.of(targets));
    }

    /**
     * Ends it; the kernel's {@code unregister_ftrace_direct}. When it returns no later call goes to its trampolines. Never
     * refuses, except from within a callback while another thread changes tracers. Closing again does nothing.
     *
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#EAGAIN} as {@link org.jftrace.Registration#close()}
     */
    @Override
    void close();
}
