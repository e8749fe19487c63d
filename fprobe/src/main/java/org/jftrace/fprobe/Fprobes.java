package org.jftrace.fprobe;

import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.rethook.Rethooks;

/**
 * Registers fprobes on one machine. Each has an ops of its own, so a call that one probe watches costs the same however many
 * probes there are elsewhere.
 */
public final class Fprobes {
    private final Ftrace ftrace;
    private final Rethooks rethooks;
    private final int cpus;

    private Fprobes(Ftrace ftrace, Rethooks rethooks, int cpus) {
        this.ftrace = ftrace;
        this.rethooks = rethooks;
        this.cpus = cpus;
    }

    /**
     * Brings fprobes to a machine.
     *
     * @param ftrace of the machine
     * @param rethooks of the machine
     * @param cpus how many it can have, {@link org.jftrace.spi.Machine#maxCpus()}
     * @return with nothing registered
     */
    public static Fprobes on(Ftrace ftrace, Rethooks rethooks, int cpus) {
        return new Fprobes(ftrace, rethooks, cpus);
    }

    /**
     * Registers a probe, for all functions of a filter or none; the kernel's {@code register_fprobe}, with names {@code
     * register_fprobe_syms}, with addresses {@code register_fprobe_ips}. When it returns, every later call of a selected
     * function runs the entry handler.
     *
     * @param probe what is called
     * @param filter which functions: globs, names, addresses, and what is left out
     * @return the handle that ends it
     * @throws FtraceException {@link Errno#EINVAL} for a negative size of data or maxActive, naming it, and as
     *     {@link Ftrace#register}. Nothing is changed then.
     */
    public FprobeRegistration register(Fprobe probe, Filter filter) {
        if (probe.maxActive() < 0) {
            throw new FtraceException(Errno.EINVAL, probe + ": maxActive " + probe.maxActive() + " is negative");
        }
        int nodes = probe.maxActive() == 0 ? 2 * cpus * ftrace.select(filter).length : probe.maxActive();
        FprobeRegistration registration = new FprobeRegistration(ftrace, rethooks, probe, Math.max(1, nodes));
        registration.register(filter);
        return registration;
    }
}
