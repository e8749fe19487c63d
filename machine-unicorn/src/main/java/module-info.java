/** A machine on Unicorn 2. */
module org.jftrace.unicorn {
    requires static org.jspecify;
    requires transitive org.jftrace.api;
    requires net.fornwall.jelf;
    requires unidbg.unicorn2;
    requires unicorn;

    exports org.jftrace.unicorn;
}
