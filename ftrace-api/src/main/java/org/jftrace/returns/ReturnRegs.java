package org.jftrace.returns;

import org.jftrace.FtraceRegs;

/**
 * The registers at the return of a hooked function: a live view of the frame that a return trampoline saved. Arguments are
 * gone; {@link #argument} gives what x0 to x7 hold now, and beyond them what lies on the caller's stack. Instruction
 * pointer and link register are one: where the CPU goes on, the trampoline itself until the handler has said better.
 *
 * <p>Valid only on the thread and during the call it was handed to.
 */
public interface ReturnRegs extends FtraceRegs {
    /**
     * Tells whether a register was saved.
     *
     * @param n 0 to 30
     * @return false if {@link #x} throws for it
     * @throws IndexOutOfBoundsException if n is out of that range
     */
    boolean knows(int n);

    /**
     * Reads a general-purpose register.
     *
     * @param n 0 to 30; 29 is fp, 30 the address that the function returns to
     * @return all 64 bits
     * @throws IndexOutOfBoundsException if n is out of that range
     * @throws UnsupportedOperationException if the register was not saved; the message names it
     */
    long x(int n);

    /**
     * Changes a general-purpose register; the caller will see it.
     *
     * @param n 0 to 30; 30 is the same as {@link #setInstructionPointer}
     * @param value all 64 bits
     * @throws IndexOutOfBoundsException if n is out of that range
     * @throws UnsupportedOperationException if the register was not saved; the message names it
     */
    void setX(int n, long value);
}
