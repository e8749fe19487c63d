/** The ftrace core. */
module org.jftrace.core {
    requires static org.jspecify;
    requires transitive org.jftrace.api;
    requires org.slf4j;

    exports org.jftrace.core;
}
