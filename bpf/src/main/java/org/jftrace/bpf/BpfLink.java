package org.jftrace.bpf;

/** A program attached to one or many functions; Linux: {@code struct bpf_link}. */
public interface BpfLink extends AutoCloseable {
    /**
     * Returns the program.
     *
     * @return the one attached now
     */
    BpfProgram program();

    /**
     * Runs another program in place of this one; Linux: {@code BPF_LINK_UPDATE}. Each call runs one of the two, and when it
     * returns the old program is not running for this link and never will again.
     *
     * @param program of the same type and the same {@link Bpf}
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#EINVAL} if it is of another type or another {@link Bpf}'s,
     *     {@link org.jftrace.Errno#ENOENT} if the link is closed, {@link org.jftrace.Errno#ENODEV} if the machine is,
     *     {@link org.jftrace.Errno#EAGAIN} if called from within a program while another thread is changing links. Nothing is
     *     changed then.
     */
    void update(BpfProgram program);

    /**
     * Detaches the program. When it returns the program is not running for this link and never will again, not even for a
     * call that is under way: a function that sleeps returns to its caller past the program. Called from within the program
     * it lets this run end. Closing again does nothing, and does not wait for another thread that is closing.
     *
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#EAGAIN} as {@link #update}; then it is still attached
     */
    @Override
    void close();

    /**
     * Tells whether it is attached.
     *
     * @return false once closed
     */
    boolean isAttached();

    /**
     * Tells which way calls come.
     *
     * @return {@link Route#DIRECT} or {@link Route#FPROBE}
     */
    Route route();

    /**
     * Counts the calls, or returns, that never got as far as the program; Linux: {@code bpf_link_info.kprobe_multi.missed}.
     *
     * @return 0 on the direct route; on the other those made from within another probe, and those for whose return too many
     *     were under way
     */
    long missed();
}
