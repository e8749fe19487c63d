package org.jftrace.direct;

import java.util.Map;
import java.util.OptionalLong;
import org.jftrace.Filter;

/**
 * Sends functions straight to trampolines; the kernel's {@code register_ftrace_direct}. A function has at most one, and
 * any number of tracers besides: alone on its site and within reach of a BL, the site branches to the trampoline; out of
 * reach, {@code ftrace_caller} goes on there without saving a register; with others, it goes there after the tracers have
 * been called.
 *
 * <p>The caller keeps a trampoline alive, and what it needs, until the call that takes it away has returned and no task is
 * in it any more: the call waits for nobody who is in the trampoline.
 */
public interface DirectCalls {
    /**
     * Sends functions to one trampoline.
     *
     * @param name of the registration, for reports
     * @param filter which functions; must not select all
     * @param target the trampoline's first instruction
     * @return the handle to change and end it
     * @throws org.jftrace.FtraceException as {@link #register(String, DirectTargets, IpModifyPeer)}
     */
    DirectRegistration register(String name, Filter filter, long target);

    /**
     * Sends functions to trampolines, all or none; {@link #register(String, DirectTargets, IpModifyPeer)} of a map.
     *
     * @param name of the registration, for reports
     * @param targets for each call site, by its ip, the trampoline's first instruction
     * @param peer is asked to share a function with an {@link org.jftrace.OpsFlag#IPMODIFY} tracer
     * @return the handle to change and end it
     */
    default DirectRegistration register(String name, Map<Long, Long> targets, IpModifyPeer peer) {
        return register(name, DirectTargets.of(targets), peer);
    }

    /**
     * Sends functions to trampolines, all or none.
     *
     * @param name of the registration, for reports
     * @param targets for each call site, by its ip, the trampoline's first instruction
     * @param peer is asked to share a function with an {@link org.jftrace.OpsFlag#IPMODIFY} tracer
     * @return the handle to change and end it
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#EINVAL} if there is no function, all are selected, or a
     *     target is 0 or not 4-byte aligned; {@link org.jftrace.Errno#ENOENT} if an ip is no call site;
     *     {@link org.jftrace.Errno#EBUSY} if one has a direct call already, or the peer does not share it with its
     *     IPMODIFY tracer; {@link org.jftrace.Errno#EAGAIN} if the peer could not say, or as
     *     {@link org.jftrace.Ftrace#register}; {@link org.jftrace.Errno#ENOTSUPP} if direct calls are not allowed;
     *     {@link org.jftrace.Errno#ENOMEM}, {@link org.jftrace.Errno#ENODEV} as {@link org.jftrace.Ftrace#register}.
     *     Nothing is changed then.
     */
    DirectRegistration register(String name, DirectTargets targets, IpModifyPeer peer);

    /**
     * Finds where a call site is sent; the kernel's {@code ftrace_find_rec_direct}.
     *
     * @param ip of the call site
     * @return empty if it has no direct call
     */
    OptionalLong target(long ip);

    /**
     * Allows or forbids registering more, and changing those that there are. Ending them stays allowed.
     *
     * @param allowed true at first
     */
    void setAllowed(boolean allowed);

    /**
     * Tells whether more may be registered.
     *
     * @return true at first
     */
    boolean isAllowed();
}
