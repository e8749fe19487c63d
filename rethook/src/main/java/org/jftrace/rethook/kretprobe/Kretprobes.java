package org.jftrace.rethook.kretprobe;

import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.rethook.Rethooks;
import org.jftrace.spi.TaskLocal;

/** Registers kretprobes on one machine. */
public final class Kretprobes {
    private static final int LEAST_DEFAULT = 10;

    private final Ftrace ftrace;
    private final Rethooks rethooks;
    private final int cpus;
    private final TaskLocal<EntryRegs> views = new TaskLocal<>(EntryRegs::new);

    private Kretprobes(Ftrace ftrace, Rethooks rethooks, int cpus) {
        this.ftrace = ftrace;
        this.rethooks = rethooks;
        this.cpus = cpus;
    }

    /**
     * Brings kretprobes to a machine.
     *
     * @param ftrace of the machine
     * @param rethooks of the machine
     * @param cpus how many it can have
     * @return with nothing registered
     */
    public static Kretprobes on(Ftrace ftrace, Rethooks rethooks, int cpus) {
        return new Kretprobes(ftrace, rethooks, cpus);
    }

    /**
     * Registers a probe; the kernel's {@code register_kretprobe}.
     *
     * @param probe may be registered any number of times
     * @return the handle that ends it
     * @throws FtraceException {@link org.jftrace.Errno#EINVAL} for a negative maxActive or size of data, and as
     *     {@link Ftrace#register}. Nothing is changed then.
     */
    public KretprobeRegistration register(Kretprobe probe) {
        int nodes = probe.maxActive() == 0 ? Math.max(LEAST_DEFAULT, 2 * cpus) : probe.maxActive();
        KretprobeRegistration registration = new KretprobeRegistration(ftrace, rethooks, views, probe, nodes);
        registration.register();
        return registration;
    }
}
