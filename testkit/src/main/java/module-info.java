/** What an embedder's tests ask of a machine. */
module org.jftrace.testkit {
    requires static org.jspecify;
    requires java.management;
    requires jdk.management;

    exports org.jftrace.spi.testkit;
}
