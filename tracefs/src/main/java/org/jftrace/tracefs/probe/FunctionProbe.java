package org.jftrace.tracefs.probe;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.tracefs.filter.IpSet;
import org.jspecify.annotations.Nullable;

/**
 * All functions of an instance that have a probe of one kind: one tracer. The kernel's {@code struct ftrace_func_probe}. Its
 * changes are made by one thread at a time.
 */
final class FunctionProbe {
    private final Ftrace ftrace;
    private final String kind;
    private final Map<Long, ProbeEntry> entries = new ConcurrentHashMap<>();
    private IpSet sites = IpSet.EMPTY;
    private @Nullable Registration registration;

    FunctionProbe(Ftrace ftrace, String kind) {
        this.ftrace = ftrace;
        this.kind = kind;
    }

    String kind() {
        return kind;
    }

    IpSet sites() {
        return sites;
    }

    @Nullable
    ProbeEntry entry(long ip) {
        return entries.get(ip);
    }

    /**
     * Adds functions.
     *
     * @throws FtraceException EINVAL if all of them have this probe already, or as {@link Ftrace#register}
     */
    void add(IpSet found, Supplier<ProbeEntry> entry) {
        IpSet fresh = found.minus(sites);
        if (fresh.isEmpty()) {
            throw new FtraceException(Errno.EINVAL, "no function that has no " + kind + " yet");
        }
        // An entry has to be there before its function calls.
        Arrays.stream(fresh.ips()).forEach(ip -> entries.put(ip, entry.get()));
        try {
            if (registration == null) {
                registration = ftrace.register(ops(Filter.ip(fresh.ips())));
            } else {
                registration.widen(Filter.ip(fresh.ips()));
            }
        } catch (RuntimeException refused) {
            forget(fresh);
            throw refused;
        }
        sites = sites.plus(fresh);
    }

    private FtraceOps ops(Filter filter) {
        return FtraceOps.builder("probe " + kind)
                .func("function_trace_probe_call")
                .filter(filter)
                .callback((ip, parentIp, ops, regs) -> hit(ip))
                .build();
    }

    private void hit(long ip) {
        ProbeEntry entry = entries.get(ip);
        if (entry != null) {
            entry.hit(ip);
        }
    }

    /** Takes functions away; the last one ends the tracer. */
    void remove(IpSet gone) {
        IpSet rest = sites.minus(gone);
        if (registration != null && rest.isEmpty()) {
            registration.close();
            registration = null;
        } else if (registration != null) {
            registration.narrow(Filter.ip(gone.ips()));
        }
        sites = rest;
        forget(gone);
    }

    private void forget(IpSet gone) {
        Arrays.stream(gone.ips()).forEach(entries::remove);
    }
}
