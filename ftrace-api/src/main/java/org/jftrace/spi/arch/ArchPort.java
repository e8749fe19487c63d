package org.jftrace.spi.arch;

import org.jftrace.FtraceRegs;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.image.ImageFactory;

/**
 * An architecture port, bound to one machine. It knows instructions and registers; it does not know tracers.
 */
public interface ArchPort {
    /**
     * Returns what reads and writes call sites.
     *
     * @return always the same object
     */
    CallSitePatcher patcher();

    /**
     * Returns what generates the code that a patched call site branches to.
     *
     * @return always the same object
     */
    TrampolineFactory trampolines();

    /**
     * Returns what generates the code that hooked functions return to.
     *
     * @return always the same object
     */
    ReturnTrampolines returns();

    /**
     * Returns what generates trampolines for one function.
     *
     * @return always the same object
     */
    ImageFactory images();

    /**
     * Returns what takes stack traces.
     *
     * @return always the same object
     */
    Unwinder unwinder();

    /**
     * Makes a handler callable from an entry trampoline: what goes into the {@link OpsHandle#FUNC} field of a handle.
     *
     * @param handler runs on the thread of the traced CPU
     * @return the address of a host gate
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#ENOMEM} if the machine has no gate left
     */
    long openGate(EntryHandler handler);

    /**
     * Takes a gate back, once no CPU can branch to it any more.
     *
     * @param gate what {@link #openGate} returned
     * @throws IllegalArgumentException if it is not open
     */
    void closeGate(long gate);

    /**
     * Returns the Java twin of the entry trampolines, for simulators that intercept the BL instead of executing them.
     *
     * @param readers the core's own: is entered before the first shared pointer is read, and left after the last use of
     *     what it led to. Handlers are called in between, by {@link EntryHandler#onEntryInSection}, and need not enter it
     * @return a twin that leaves the same registers and memory behind as the trampolines do
     */
    HostEntry hostEntry(ReaderSection readers);

    /**
     * Makes an entry trampoline go on to a direct trampoline once its handler has returned, with the arguments, LR and X9 that
     * the call site had; {@code arch_ftrace_set_direct_caller}.
     *
     * @param regs what the handler was given
     * @param target the trampoline's first instruction
     */
    void setDirectCaller(FtraceRegs regs, long target);

    /** What an entry trampoline calls; the kernel's {@code ftrace_func_t} as the trampoline sees it. */
    @FunctionalInterface
    interface EntryHandler {
        /**
         * Handles one traced call. Must not throw: it runs in the middle of guest code.
         *
         * @param cpu the traced CPU
         * @param ip the call site
         * @param parentIp where the traced function will return to
         * @param regs a view of the saved frame, valid until the handler returns
         */
        void onEntry(GuestCpu cpu, long ip, long parentIp, FtraceRegs regs);

        /**
         * Handles one traced call as {@link #onEntry} does, for a caller that is in a section of the core's {@link
         * ReaderSection} already, as the {@linkplain #hostEntry host twin} is: the handler need not open another.
         *
         * @param cpu the traced CPU
         * @param ip the call site
         * @param parentIp where the traced function will return to
         * @param regs a view of the saved frame, valid until the handler returns
         */
        default void onEntryInSection(GuestCpu cpu, long ip, long parentIp, FtraceRegs regs) {
            onEntry(cpu, ip, parentIp, regs);
        }
    }
}
