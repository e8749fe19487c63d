package org.jftrace;

import java.util.List;
import java.util.Optional;
import org.jftrace.direct.DirectCalls;
import org.jftrace.graph.Graphs;
import org.jftrace.returns.ReturnHooks;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.site.FtraceBug;
import org.jftrace.site.LeftOutSite;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.ReaderSection;
import org.jftrace.stack.StackTrace;

/**
 * The front door: ftrace on one machine. Tracers are registered here, and call sites looked up. Any number of threads may
 * use it while the machine runs.
 *
 * <p>Registrations are changed one at a time, in an order that all threads agree on. Readers take no lock.
 */
public interface Ftrace extends AutoCloseable {
    /**
     * Registers a tracer; the kernel's {@code register_ftrace_function}. When it returns, every later call of a selected
     * function, on any CPU, calls back; calls may do so a little earlier. Where several select a function the newest is
     * called first, as in Linux.
     *
     * @param ops what to call, and where
     * @return the handle to change and end it
     * @throws FtraceException {@link Errno#EBUSY} if this very ops is registered already, or as its {@link OpsFlag flags}
     *     say; {@link Errno#EINVAL} or {@link Errno#ENOENT} if a term of its filter selects nothing, EINVAL also for
     *     {@link OpsFlag#SAVE_REGS};
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
     * Registers a tracer behind a common manager, as function graph does for its users: sites name the manager, however many
     * subordinates it has, and count it once. The manager selects what any of them selects. Its own callback comes first,
     * then that of each subordinate that selects the function, in order of registration. The first subordinate registers
     * the manager, the last one to close ends it. The kernel's {@code ftrace_startup_subops}.
     *
     * @param manager its filter is not looked at
     * @param sub the subordinate
     * @return the handle of the subordinate
     * @throws FtraceException as {@link #register}, and {@link Errno#EINVAL} if both are the same
     */
    Registration registerSubOps(FtraceOps manager, FtraceOps sub);

    /**
     * Switches tracing off and on again; {@code /proc/sys/kernel/ftrace_enabled}. Off, every call site is a NOP and names
     * nobody; what is registered stays registered and is put back when tracing is switched on.
     *
     * @param enabled true for on
     * @throws FtraceException {@link Errno#EBUSY} if a {@link OpsFlag#PERMANENT} tracer is registered and it is to be
     *     switched off; {@link Errno#ENODEV} if the machine or this is closed, or tracing was killed;
     *     {@link Errno#EAGAIN} as {@link #register}
     */
    void setEnabled(boolean enabled);

    /**
     * Tells whether tracing is switched on.
     *
     * @return true unless it was switched off
     */
    boolean isEnabled();

    /**
     * Returns the modules: images that come and go while the machine runs.
     *
     * @return always the same object
     */
    Modules modules();

    /**
     * Returns what sends functions straight to trampolines.
     *
     * @return always the same object
     */
    DirectCalls directCalls();

    /**
     * Returns what traces calls as a tree, entry and return.
     *
     * @return always the same object
     */
    Graphs graphs();

    /**
     * Returns what makes returns of traced functions call back.
     *
     * @return always the same object
     */
    ReturnHooks returns();

    /**
     * Returns the section that callbacks run in; for code that a traced call reaches by another way than an ops.
     *
     * @return always the same object
     */
    ReaderSection readers();

    /**
     * Makes sections of their own, for callbacks that may sleep and that nobody else should have to wait for; Linux:
     * {@code rcu_read_lock_trace}.
     *
     * @return a new object, for all CPUs of the machine
     */
    ReaderSection newReaders();

    /**
     * Waits until every callback and every return handler that is running now has ended, save those of the calling thread;
     * the kernel's {@code synchronize_rcu}. What they did happens-before the return. Needs no lock.
     *
     * @throws FtraceException {@link Errno#EAGAIN} if called from a callback while another callback is waiting so, or is
     *     changing something; see {@link ReaderSection#runWaiting}
     */
    void synchronize();

    /**
     * Resolves a filter, as registering with it would.
     *
     * @param filter a term for modules may select nothing
     * @return the ips it selects now, in the order of {@link #sites()}
     * @throws FtraceException {@link Errno#EINVAL} or {@link Errno#ENOENT} if a term selects nothing
     */
    long[] select(Filter filter);

    /**
     * Finds the call site of each of many functions; the kernel's {@code ftrace_lookup_symbols}.
     *
     * @param functions exact names
     * @return their ips, in the order of the names
     * @throws FtraceException {@link Errno#ENOENT} if a name is that of no function that can be traced, or of several
     */
    long[] lookupSymbols(List<String> functions);

    /**
     * Returns every call site; the kernel's {@code available_filter_functions}.
     *
     * @return a snapshot: the main image by ascending address, then each module so, in the order of their loading
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
     * Takes the stack trace of the task whose traced call, or return, the calling thread is handling; the kernel's {@code
     * stack_trace_save_tsk_reliable}. The newest frame is the traced function; of a return, it is the function returned to.
     *
     * @return the trace, which says whether it can be relied on
     * @throws IllegalStateException if the calling thread is in no callback
     */
    StackTrace stackTrace();

    /**
     * Takes the stack trace of the task that a CPU runs, which may be at any instruction: before a function has made its
     * frame and after it has taken it down, in a trampoline, in a callback. Changes nothing, takes no lock. The newest frame
     * is where the CPU is, or, in a host call, where that returns to; trampolines have frames of their own.
     *
     * @param cpu in a callback on the calling thread, or stopped; not executing meanwhile
     * @return the trace, which says whether it can be relied on
     */
    StackTrace stackTrace(GuestCpu cpu);

    /**
     * Walks the frame records of the task whose traced call, or return, the calling thread is handling, from the traced
     * function on; the kernel's {@code stack_trace_save}. Names nothing, looks at no code, and allocates nothing.
     *
     * @param addresses gets the addresses, newest first, as many as fit
     * @return how many were found
     * @throws IllegalStateException if the calling thread is in no callback
     */
    int stackTrace(long[] addresses);

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
