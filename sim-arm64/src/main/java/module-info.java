/** The reference machine: several A64 CPUs, memory with permissions, an ELF loader. */
module org.jftrace.sim {
    requires static org.jspecify;
    requires transitive org.jftrace.api;
    requires org.jftrace.arm64;
    requires net.fornwall.jelf;
    requires java.management;
    requires org.slf4j;

    exports org.jftrace.sim;
    exports org.jftrace.sim.count;
    exports org.jftrace.sim.adversary;
    exports org.jftrace.sim.explore;
    exports org.jftrace.sim.image;
    exports org.jftrace.sim.light;
}
