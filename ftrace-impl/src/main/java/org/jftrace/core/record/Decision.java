package org.jftrace.core.record;

/** What has to be done at a call site so that what is there becomes what is wanted; {@code FTRACE_UPDATE_*}. */
public enum Decision {
    /** Nothing. */
    IGNORE,
    /** The NOP becomes a BL. */
    MAKE_CALL,
    /** The BL stays, but its ops changes. */
    MODIFY_CALL,
    /** The BL becomes a NOP. */
    MAKE_NOP;

    /**
     * Decides; the kernel's {@code ftrace_check_record}. Pure.
     *
     * @param flags of a {@link DynRecord}
     * @return what to do
     */
    public static Decision of(int flags) {
        boolean wanted = RecordFlags.count(flags) > 0;
        boolean enabled = RecordFlags.has(flags, RecordFlags.ENABLED);
        if (wanted != enabled) {
            return wanted ? MAKE_CALL : MAKE_NOP;
        }
        boolean opsDiffer =
                RecordFlags.has(flags, RecordFlags.CALL_OPS) != RecordFlags.has(flags, RecordFlags.CALL_OPS_EN);
        return wanted && opsDiffer ? MODIFY_CALL : IGNORE;
    }
}
