package org.jftrace.stack;

/** What kind of code a frame is in. */
public enum FrameKind {
    /** Code of the program or of a module. */
    FUNCTION,
    /** Code of ftrace's that a call site branches to, a PLT entry on the way there included; Linux: {@code ftrace_caller}. */
    ENTRY_TRAMPOLINE,
    /** Code that a hooked function returns to; Linux: {@code return_to_handler}. */
    RETURN_TRAMPOLINE,
    /** Code that a direct call goes to. */
    DIRECT_TRAMPOLINE,
    /** Code of nobody that is known. */
    UNKNOWN;

    /**
     * Tells whether it is code that was generated to trace functions, and so no part of what is traced.
     *
     * @return false for functions, and for code that is not known
     */
    public boolean isTrampoline() {
        return this != FUNCTION && this != UNKNOWN;
    }
}
