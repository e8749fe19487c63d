package org.jftrace;

/**
 * What runs when a traced function is entered; the kernel's {@code ftrace_func_t}.
 *
 * <p>It runs on the thread of the guest CPU that made the call, before the first instruction of the function's body,
 * with the guest's registers saved. It may run on several CPUs at once. It must not block on anything that an
 * unregistering thread holds: {@link Registration#close()} waits for callbacks that are running.
 *
 * <p>If it throws, the traced program goes on as if it had returned; the error is counted in
 * {@link Registration#errors()} and logged once.
 */
@FunctionalInterface
public interface FtraceCallback {
    /**
     * Called on entry to a traced function. Must not keep {@code regs}: it is a view of the saved frame that is reused
     * when the call returns.
     *
     * @param ip the call site, the address of the BL; {@link Ftrace#site(long)} turns it into a function
     * @param parentIp the address the function will return to
     * @param ops the description that was registered
     * @param regs the registers of the call, live: what is set here is what the function sees
     */
    void call(long ip, long parentIp, FtraceOps ops, FtraceRegs regs);
}
