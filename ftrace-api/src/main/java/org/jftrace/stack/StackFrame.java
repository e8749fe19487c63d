package org.jftrace.stack;

/**
 * One frame of a {@link StackTrace}.
 *
 * @param address of the instruction that comes next in this frame: the pc, or where a call will return to
 * @param kind what kind of code that is
 * @param function its symbol, or the kernel's name of the trampoline; empty if unknown
 * @param offset of the address from the first instruction of that, in bytes; 0 if unknown
 */
public record StackFrame(long address, FrameKind kind, String function, long offset) {
    /**
     * Writes the frame as the kernel does: {@code vfs_read+0x24}, or the address alone.
     *
     * @return without blanks
     */
    @Override
    public String toString() {
        return function.isEmpty() ? "0x" + Long.toHexString(address) : function + "+0x" + Long.toHexString(offset);
    }
}
