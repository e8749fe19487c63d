package org.jftrace.tracefs.ring;

/** What an entry tells; the kernel's {@code enum trace_type}. */
public enum EntryType {
    /** A function was entered; {@code TRACE_FN}. */
    FUNCTION(1),
    /** From where a function was called; {@code TRACE_STACK}. */
    STACK(4),
    /** A call was entered whose return will be recorded; {@code TRACE_GRAPH_ENT}. */
    GRAPH_ENTRY(11),
    /** Such a call has returned; {@code TRACE_GRAPH_RET}. */
    GRAPH_RETURN(10),
    /** The call before was repeated; {@code TRACE_FUNC_REPEATS}. */
    REPEATS(19);

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
        return switch (number) {
            case 4 -> STACK;
            case 10 -> GRAPH_RETURN;
            case 11 -> GRAPH_ENTRY;
            case 19 -> REPEATS;
            default -> FUNCTION;
        };
    }
}
