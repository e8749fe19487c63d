package org.jftrace.tracefs.ring;

/** What an entry tells; the kernel's {@code enum trace_type}. */
public enum EntryType {
    /** A function was entered; {@code TRACE_FN}. */
    FUNCTION(1),
    /** From where a function was called; {@code TRACE_STACK}. */
    STACK(4);

    private final int number;

    EntryType(int number) {
        this.number = number;
    }

    /**
     * Returns the kernel's number.
     *
     * @return positive
     */
    public int number() {
        return number;
    }

    static EntryType of(int number) {
        return number == STACK.number ? STACK : FUNCTION;
    }
}
