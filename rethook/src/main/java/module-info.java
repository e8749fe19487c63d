/** Per-task return hooking with a bounded pool of nodes, and kretprobe on top. */
module org.jftrace.rethook {
    requires static org.jspecify;
    requires transitive org.jftrace.api;
    requires org.slf4j;

    exports org.jftrace.rethook;
    exports org.jftrace.rethook.kretprobe;
}
