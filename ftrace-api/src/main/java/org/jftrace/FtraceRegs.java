package org.jftrace;

/**
 * The registers of a traced call, only those that the procedure call standard needs; the kernel's
 * {@code struct ftrace_regs}. A live view of the frame that the entry trampoline saved: reads give what the function was
 * called with, and what is set takes effect when the callback returns.
 *
 * <p>Valid only on the thread and during the call it was handed to. Each access is a plain access of guest memory that
 * no other CPU writes.
 */
public interface FtraceRegs {
    /** How many arguments arrive in registers (x0 to x7, AAPCS64 section 6.8.2); later ones are on the stack. */
    int REGISTER_ARGUMENTS = 8;

    /** One more than the highest argument index that can be asked for. */
    int MAX_ARGUMENTS = 128;

    /**
     * Returns an argument, taking each as one 64-bit slot: 0 to 7 are x0 to x7, 8 and up are the stack slots from
     * {@code sp} upwards. The kernel's {@code ftrace_regs_get_argument}, which knows only those in registers.
     *
     * @param index 0 to {@value #MAX_ARGUMENTS} - 1
     * @return all 64 bits; a narrower argument leaves the upper bits unspecified
     * @throws IndexOutOfBoundsException if the index is out of that range
     */
    long argument(int index);

    /**
     * Changes an argument that the function is about to receive.
     *
     * @param index 0 to {@value #MAX_ARGUMENTS} - 1
     * @param value all 64 bits
     * @throws IndexOutOfBoundsException if the index is out of that range
     */
    void setArgument(int index, long value);

    /**
     * Returns x8, the address of a result that is returned in memory (AAPCS64 section 6.9).
     *
     * @return all 64 bits
     */
    long indirectResult();

    /**
     * Returns x29 as the caller left it; the kernel's {@code ftrace_regs_get_frame_pointer}.
     *
     * @return a guest address
     */
    long framePointer();

    /**
     * Returns the address the function will return to.
     *
     * @return a guest address
     */
    long linkRegister();

    /**
     * Makes the function return elsewhere; what function graph and rethook do. A function that was {@linkplain
     * #skipFunction() skipped} goes there at once.
     *
     * @param address a guest address
     */
    void setLinkRegister(long address);

    /**
     * Returns sp as it was at the call; the kernel's {@code ftrace_regs_get_stack_pointer}.
     *
     * @return a guest address, 16-byte aligned
     */
    long stackPointer();

    /**
     * Returns where the traced CPU goes on; after the call site unless it was changed. The kernel's
     * {@code ftrace_regs_get_instruction_pointer}.
     *
     * @return a guest address
     */
    long instructionPointer();

    /**
     * Makes the traced CPU go on elsewhere, with arguments, sp and lr as the function would have had them; what live
     * patching does. The kernel's {@code ftrace_regs_set_instruction_pointer}.
     *
     * @param address a guest address, 4-byte aligned
     * @throws IllegalArgumentException if it is not 4-byte aligned
     */
    void setInstructionPointer(long address);

    /**
     * Returns x0, where a return value stands once the function has returned or was skipped; the kernel's
     * {@code ftrace_regs_get_return_value}.
     *
     * @return all 64 bits
     */
    long returnValue();

    /**
     * Sets x0; the kernel's {@code ftrace_regs_set_return_value}. Together with {@link #skipFunction()} it decides what
     * the caller gets.
     *
     * @param value all 64 bits
     */
    void setReturnValue(long value);

    /**
     * Makes the traced CPU return to the caller at once, without running the function; the kernel's
     * {@code ftrace_override_function_with_return}. The same as setting the instruction pointer to the link register.
     */
    void skipFunction();
}
