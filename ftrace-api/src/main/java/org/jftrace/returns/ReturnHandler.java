package org.jftrace.returns;

import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.GuestTask;

/** What a return trampoline calls, and who knows the addresses that it hides. */
public interface ReturnHandler {
    /** What {@link #realReturn} answers when there is no such return. */
    long NONE = 0;

    /**
     * Handles the return of a hooked function, in a section that {@link org.jftrace.Ftrace#synchronize()} waits for. It
     * must say where the caller is, with {@link ReturnRegs#setInstructionPointer}, before anything else; the CPU faults if
     * it did not. Must not throw: it runs in the middle of guest code.
     *
     * @param cpu the CPU that returns
     * @param regs a view of the saved frame, valid until the handler returns
     */
    void onReturn(GuestCpu cpu, ReturnRegs regs);

    /**
     * Tells a stack trace where a function will really return to. Called on the thread that runs the task, or while the
     * task is stopped; also while {@link #onReturn} is running, for which the return under way still counts as the newest.
     *
     * @param task whose stack is looked at
     * @param sp calls that were made at a lower sp do not count
     * @param nth 0 for the newest of the others that return to the trampoline, 1 for the one before it, and so on
     * @return the address that was replaced by the trampoline's, which may be that of another trampoline, or {@link #NONE}
     */
    long realReturn(GuestTask task, long sp, int nth);
}
