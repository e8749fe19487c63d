package org.jftrace.stack;

/**
 * One line of a stack trace.
 *
 * @param address where the function will go on; in the newest frame, where it is
 * @param function the function that the address lies in; empty if it lies in none, as code of ftrace's own does
 * @param offset of the address in the function
 */
public record StackFrame(long address, String function, long offset) {
    @Override
    public String toString() {
        return function.isEmpty() ? "0x" + Long.toHexString(address) : function + "+0x" + Long.toHexString(offset);
    }
}
