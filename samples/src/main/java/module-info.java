/** Numbered samples, each a small program. */
module org.jftrace.samples {
    requires static org.jspecify;
    requires transitive org.jftrace.api;
    requires org.jftrace.arm64;
    requires org.jftrace.bpf;
    requires org.jftrace.core;
    requires org.jftrace.fprobe;
    requires org.jftrace.rethook;
    requires transitive org.jftrace.sim;

    exports org.jftrace.samples;
    exports org.jftrace.samples.bpf;
    exports org.jftrace.samples.returns;
    exports org.jftrace.samples.stack;
}
