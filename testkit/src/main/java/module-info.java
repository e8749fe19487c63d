/** What an embedder's tests ask of a machine. */
module org.jftrace.testkit {
    requires static org.jspecify;
    requires transitive org.jftrace.api;
    requires transitive org.junit.jupiter.api;
    requires java.management;
    requires jdk.management;

    exports org.jftrace.spi.testkit;
    exports org.jftrace.spi.testkit.code;
    exports org.jftrace.spi.testkit.forwarding;
}
