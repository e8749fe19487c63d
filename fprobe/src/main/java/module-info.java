/** Entry and exit probes on functions. */
module org.jftrace.fprobe {
    requires static org.jspecify;
    requires transitive org.jftrace.api;
    requires transitive org.jftrace.rethook;
    requires org.slf4j;

    exports org.jftrace.fprobe;
}
