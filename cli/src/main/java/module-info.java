/** The command {@code jftrace}. */
module org.jftrace.cli {
    requires static org.jspecify;
    requires org.jftrace.api;
    requires org.jftrace.arm64;
    requires org.jftrace.bpf;
    requires org.jftrace.core;
    requires org.jftrace.fprobe;
    requires org.jftrace.rethook;
    requires org.jftrace.sim;
    requires org.jftrace.tracefs;
    requires info.picocli;
    requires java.desktop;
    requires java.management;
    requires org.jfree.jfreechart;
    requires VectorGraphics2D;
    requires commons.math3;

    opens org.jftrace.cli to
            info.picocli;
    opens org.jftrace.cli.compare to
            info.picocli;
    opens org.jftrace.cli.explore to
            info.picocli;
    opens org.jftrace.cli.guest to
            info.picocli;
    opens org.jftrace.cli.sh to
            info.picocli;
    opens org.jftrace.cli.sites to
            info.picocli;
    opens org.jftrace.cli.stress to
            info.picocli;
    opens org.jftrace.cli.trace to
            info.picocli;
}
