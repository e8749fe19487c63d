/** The arm64 backend: encodings, call sites, trampolines. */
module org.jftrace.arm64 {
    requires static org.jspecify;

    exports org.jftrace.arm64.a64;
}
