/** The arm64 backend: encodings, call sites, trampolines. */
@SuppressWarnings("module") // arm64 is the name of the architecture
module org.jftrace.arm64 {
    requires static org.jspecify;
    requires transitive org.jftrace.api;
    requires org.slf4j;

    exports org.jftrace.arm64;
    exports org.jftrace.arm64.a64;
    exports org.jftrace.arm64.a64.emit;
    exports org.jftrace.arm64.a64.source;
    exports org.jftrace.arm64.a64.text;
}
