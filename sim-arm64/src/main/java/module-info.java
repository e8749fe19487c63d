/** The reference machine: several A64 CPUs, memory with permissions, an ELF loader. */
module org.jftrace.sim {
    requires static org.jspecify;
    requires transitive org.jftrace.api;
    requires org.jftrace.arm64;
    requires org.slf4j;

    exports org.jftrace.sim.light;
}
