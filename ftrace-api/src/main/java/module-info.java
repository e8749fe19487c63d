/** What a tracer author reads, and what a simulator author or an architecture port implements. */
module org.jftrace.api {
    requires static transitive org.jspecify;

    exports org.jftrace;
    exports org.jftrace.direct;
    exports org.jftrace.graph;
    exports org.jftrace.returns;
    exports org.jftrace.site;
    exports org.jftrace.spi;
    exports org.jftrace.spi.arch;
    exports org.jftrace.spi.arch.image;
    exports org.jftrace.stack;
}
