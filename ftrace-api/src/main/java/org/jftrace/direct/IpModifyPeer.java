package org.jftrace.direct;

import org.jftrace.Errno;
import org.jftrace.FtraceException;

/**
 * The owner of a direct call, asked when its function is to have an {@link org.jftrace.OpsFlag#IPMODIFY} tracer too: a
 * trampoline that calls the function itself must then call it where LR says, which need not be behind the call site. The
 * kernel's {@code ops_func} with {@code FTRACE_OPS_CMD_ENABLE_SHARE_IPMODIFY_*}.
 */
@FunctionalInterface
public interface IpModifyPeer {
    /** Shares nothing, as an ops without {@code ops_func}. */
    IpModifyPeer REFUSES = (ip, shared) -> {
        throw new FtraceException(
                Errno.EBUSY,
                "the direct call at 0x" + Long.toHexString(ip)
                        + " does not share its function with an IPMODIFY tracer");
    };

    /** Shares everything: a trampoline that goes on where LR says. */
    IpModifyPeer SHARES = (ip, shared) -> {};

    /**
     * Asks to share a function, or tells that this is over. Called with the lock of direct calls held, so it must not wait
     * for a lock that is taken before that: if it cannot get one at once it throws, and is asked again a bounded number of
     * times.
     *
     * @param ip of the call site
     * @param shared true before the other tracer comes, false after it went; then what it throws is ignored
     * @throws FtraceException {@link Errno#EBUSY} to refuse, {@link Errno#EAGAIN} to be asked again
     */
    void share(long ip, boolean shared);
}
