package org.jftrace;

import java.util.List;
import java.util.Optional;
import org.jftrace.spi.GuestCpu;

/**
 * The front door: ftrace on one machine. Tracers are registered here, and call sites looked up. Any number of threads may
 * use it while the machine runs.
 *
 * <p>Registrations are changed one at a time, in an order that all threads agree on. Readers take no lock.
 */
public interface Ftrace extends AutoCloseable {
    /**
     * Registers a tracer; the kernel's {@code register_ftrace_function}. When it returns, every later call of a selected
     * function, on any CPU, calls back; calls may do so a little earlier.
     *
     * @param ops what to call, and where
     * @return the handle to change and end it
     * @throws FtraceException {@link Errno#EBUSY} if this very ops is registered already; {@link Errno#EINVAL} or
     *     {@link Errno#ENOENT} if a term of its filter selects nothing, EINVAL also for {@link OpsFlag#SAVE_REGS};
     *     {@link Errno#ENOMEM} if guest memory is used up; {@link Errno#ENODEV} if the machine or this is closed, or
     *     tracing was killed; {@link Errno#EAGAIN} if called from within a callback while another thread is changing the
     *     tracers. Nothing is changed then.
     */
    Registration register(FtraceOps ops);

    /**
     * Unregisters; the same as closing its {@link Registration}, for those who kept only the ops.
     *
     * @param ops what was registered
     * @throws FtraceException {@link Errno#EBUSY} if it is not registered (the kernel's answer), {@link Errno#EAGAIN} as
     *     {@link Registration#close()}
     */
    void unregister(FtraceOps ops);

    /**
     * Returns every call site; the kernel's {@code available_filter_functions}.
     *
     * @return a snapshot, by ascending address
     */
    List<CallSiteInfo> sites();

    /**
     * Looks a call site up; the kernel's {@code ftrace_location}.
     *
     * @param address of the site, or of its function's first instruction
     * @return a snapshot, or empty if there is none
     */
    Optional<CallSiteInfo> site(long address);

    /**
     * Returns the CPU whose traced call the calling thread is handling; the kernel's {@code smp_processor_id()}, and with
     * {@link GuestCpu#task()} its {@code current}. For callbacks.
     *
     * @return the CPU
     * @throws IllegalStateException if the calling thread is in no callback
     */
    GuestCpu currentCpu();

    /**
     * Returns the patchable entries that were left out, and why.
     *
     * @return unmodifiable, by ascending address
     */
    List<LeftOutSite> leftOutSites();

    /**
     * Returns what killed tracing.
     *
     * @return empty while all is well
     */
    Optional<FtraceBug> bug();

    /**
     * Unregisters every tracer and gives back the guest memory that was taken. Call sites stay initialised, as NOPs.
     * Closing again does nothing.
     *
     * <p>From within a callback the tracers end, but the memory that this callback returns through stays; closing again
     * from elsewhere gives it back.
     *
     * @throws FtraceException {@link Errno#EAGAIN} as {@link Registration#close()}
     */
    @Override
    void close();
}
