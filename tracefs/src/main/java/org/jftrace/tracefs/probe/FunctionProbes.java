package org.jftrace.tracefs.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jftrace.Errno;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.Modules;
import org.jftrace.tracefs.filter.IpSet;
import org.jftrace.tracefs.filter.SiteMatcher;
import org.jftrace.tracefs.filter.SiteNames;
import org.jspecify.annotations.Nullable;

/** The function probes of one instance. They work from the moment they are written. */
public final class FunctionProbes implements Modules.Listener, AutoCloseable {
    private final Ftrace ftrace;
    private final SiteMatcher matcher;
    private final ProbeKinds kinds;
    private final List<FunctionProbe> probes = new ArrayList<>();

    /**
     * Makes probes, with none set.
     *
     * @param ftrace has the sites
     * @param actions of the instance
     */
    public FunctionProbes(Ftrace ftrace, ProbeActions actions) {
        this.ftrace = ftrace;
        this.matcher = new SiteMatcher(ftrace);
        this.kinds = new ProbeKinds(actions);
    }

    /**
     * Does what a token of {@code set_ftrace_filter} says.
     *
     * @param pattern which functions; with {@code !} they lose the probe
     * @param command such as {@code traceoff}
     * @param parameter what stands after the command's colon; null if there is no colon
     * @throws FtraceException {@link Errno#EINVAL} if there is no such command or event, or no such function to be changed,
     *     or the count is no number, or as {@link Ftrace#register}
     */
    public synchronized void process(String pattern, String command, @Nullable String parameter) {
        ProbeKinds.Command read = kinds.read(command, parameter);
        if (pattern.startsWith("!")) {
            remove(pattern.substring(1), read.kind());
        } else {
            add(pattern, read);
        }
    }

    private void add(String pattern, ProbeKinds.Command command) {
        Supplier<ProbeEntry> entries = command.entries().get();
        IpSet found = matcher.find(pattern);
        FunctionProbe probe = find(command.kind());
        if (probe == null) {
            probe = new FunctionProbe(ftrace, command.kind());
            probe.add(found, entries);
            probes.add(0, probe);
        } else {
            probe.add(found, entries);
        }
    }

    private void remove(String pattern, String kind) {
        FunctionProbe probe = find(kind);
        boolean all = pattern.isEmpty() || pattern.equals("*");
        IpSet gone = probe == null || pattern.startsWith("!")
                ? IpSet.EMPTY
                : all ? probe.sites() : probe.sites().in(matcher.findNamed(pattern));
        if (probe == null || gone.isEmpty()) {
            throw new FtraceException(Errno.EINVAL, "no function \"" + pattern + "\" has a " + kind);
        }
        remove(probe, gone);
    }

    private void remove(FunctionProbe probe, IpSet gone) {
        probe.remove(gone);
        if (probe.sites().isEmpty()) {
            probes.remove(probe);
        }
    }

    private @Nullable FunctionProbe find(String kind) {
        return probes.stream()
                .filter(probe -> probe.kind().equals(kind))
                .findFirst()
                .orElse(null);
    }

    /**
     * Lists the probes.
     *
     * @param names of sites
     * @return {@code function:command:count} a line, the newest command first
     */
    public synchronized String lines(SiteNames names) {
        StringBuilder text = new StringBuilder();
        for (FunctionProbe probe : probes) {
            names.forEach(
                    probe.sites(),
                    (ip, name) -> text.append(name)
                            .append(':')
                            .append(probe.entry(ip))
                            .append('\n'));
        }
        return text.toString();
    }

    @Override
    public synchronized void going(String module) {
        forget(matcher.sitesOf(module));
    }

    @Override
    public synchronized void initGoing(String module, long[] ips) {
        forget(IpSet.of(ips));
    }

    private void forget(IpSet gone) {
        for (FunctionProbe probe : List.copyOf(probes)) {
            IpSet here = probe.sites().in(gone);
            if (!here.isEmpty()) {
                remove(probe, here);
            }
        }
    }

    /** Takes all probes away. */
    @Override
    public synchronized void close() {
        List.copyOf(probes).forEach(probe -> remove(probe, probe.sites()));
    }
}
