package org.jftrace;

/** How an {@link FtraceOps} wants to be called; the kernel's {@code FTRACE_OPS_FL_*} that a tracer may choose. */
public enum OpsFlag {
    /**
     * The callback does not protect itself against recursion, so the core drops a call that is made while this task is
     * already in a callback. Without it the callback may be entered again from within itself.
     */
    RECURSION,
    /**
     * The callback needs every register. The arm64 entry trampoline saves only what the calling convention needs, so
     * registering with this flag fails with {@link Errno#EINVAL}, as it does in Linux 6.12.
     */
    SAVE_REGS,
    /** As {@link #SAVE_REGS}, but the callback can do without: on arm64 it gets what there is. */
    SAVE_REGS_IF_SUPPORTED
}
