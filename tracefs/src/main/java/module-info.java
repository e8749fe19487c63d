/** The control files of ftrace, the tracers behind them, and their ring buffers. */
module org.jftrace.tracefs {
    requires static org.jspecify;
    requires transitive org.jftrace.api;

    exports org.jftrace.tracefs;
    exports org.jftrace.tracefs.profile;
}
