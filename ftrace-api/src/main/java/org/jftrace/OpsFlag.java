package org.jftrace;

/** How an {@link FtraceOps} wants to be called; the kernel's {@code FTRACE_OPS_FL_*} that a tracer may choose. */
public enum OpsFlag {
    /**
     * The callback does not protect itself against recursion, so the core drops a call that is made while this task is
     * already in a callback in the same context (task, softirq, irq, NMI). One call more is let through, since an interrupt
     * may arrive before the context is known to have changed. Without it the callback may be entered again from within
     * itself.
     */
    RECURSION,
    /**
     * The callback uses RCU, so the core drops a call that is made while RCU is not watching the CPU. As in Linux 6.12 it
     * is protected against recursion too, as by {@link #RECURSION}.
     */
    RCU,
    /**
     * The callback needs every register. The arm64 entry trampoline saves only what the calling convention needs, so
     * registering with this flag fails with {@link Errno#EINVAL}, as it does in Linux 6.12.
     */
    SAVE_REGS,
    /** As {@link #SAVE_REGS}, but the callback can do without: on arm64 it gets what there is. Makes SAVE_REGS irrelevant. */
    SAVE_REGS_IF_SUPPORTED,
    /**
     * The callback may change where the function goes on. A function has at most one such tracer: registering, or changing a
     * filter, so that it would have two fails with {@link Errno#EBUSY}; selecting all functions with {@link Errno#EINVAL}.
     */
    IPMODIFY,
    /**
     * Tracing must not be switched off while this is registered: {@link Ftrace#setEnabled} fails with {@link Errno#EBUSY}
     * then, and registering fails with EBUSY while tracing is off.
     */
    PERMANENT,
    /** {@link Registration#setTasks} may limit it to some tasks. */
    PID,
    /** The callback is never called; the sites are kept enabled all the same. */
    STUB
}
