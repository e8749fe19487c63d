package org.jftrace.bpf;

import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.GuestTask;

/** What a program sees of the call it runs for; the kernel's {@code ctx} and the helpers that take it. */
public interface BpfContext {
    /**
     * Counts the arguments in 64-bit slots, two for a structure of more than 8 bytes; Linux: {@code bpf_get_func_arg_cnt}.
     *
     * @return 0 to 24
     */
    int arguments();

    /**
     * Returns an argument; Linux: {@code bpf_get_func_arg}.
     *
     * @param slot 0 to {@link #arguments()} - 1
     * @return all 64 bits; of a narrower argument the upper ones mean nothing
     * @throws IndexOutOfBoundsException if the slot is out of that range
     */
    long argument(int slot);

    /**
     * Returns the function's result; Linux: {@code bpf_get_func_ret}. For a fmod_ret or lsm program what the one before it
     * made it, 0 for the first.
     *
     * @return the first 64 bits
     * @throws UnsupportedOperationException in an fentry program, or if the function returns nothing in registers
     */
    long returnValue();

    /**
     * Returns the call site; Linux: {@code bpf_get_func_ip}.
     *
     * @return a guest address
     */
    long ip();

    /**
     * Returns what was given when the program was attached; Linux: {@code bpf_get_attach_cookie}.
     *
     * @return 0 unless a cookie was given
     */
    long cookie();

    /**
     * Returns the CPU.
     *
     * @return its registers are those of the trampoline, not of the function
     */
    GuestCpu cpu();

    /**
     * Returns the task that made the call; Linux: {@code bpf_get_current_task}.
     *
     * @return the task
     */
    default GuestTask task() {
        return cpu().task();
    }
}
