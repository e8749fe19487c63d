package org.jftrace.core.record;

/** What has to be done at a call site so that what is there becomes what is wanted; {@code FTRACE_UPDATE_*}. */
public enum Decision {
    /** Nothing. */
    IGNORE,
    /** The NOP becomes a BL. */
    MAKE_CALL,
    /** The BL stays one, but where it leads changes. */
    MODIFY_CALL,
    /** The BL becomes a NOP. */
    MAKE_NOP;

    /**
     * Decides; the kernel's {@code ftrace_check_record}. Pure.
     *
     * @param flags of a {@link DynRecord}
     * @param on whether tracing is switched on
     * @return what to do
     */
    public static Decision of(int flags, boolean on) {
        if (RecordFlags.has(flags, RecordFlags.DISABLED)) {
            return IGNORE;
        }
        int due = RecordFlags.due(flags, on);
        int there = RecordFlags.there(flags);
        if (due == there) {
            return IGNORE;
        }
        if (there == 0) {
            return MAKE_CALL;
        }
        return due == 0 ? MAKE_NOP : MODIFY_CALL;
    }
}
