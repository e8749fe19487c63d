package org.jftrace.tracefs.filter;

import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.tracefs.OpenMode;
import org.jftrace.tracefs.TraceFile;
import org.jftrace.tracefs.file.ControlFile;
import org.jftrace.tracefs.probe.FunctionProbes;
import org.jspecify.annotations.Nullable;

/** {@code set_ftrace_filter}, and {@code set_ftrace_notrace}. */
public final class FilterFile implements ControlFile {
    private final FunctionFilter filter;
    private final FilterSide side;
    private final @Nullable FunctionProbes probes;
    private final SiteNames names;

    private FilterFile(FunctionFilter filter, FilterSide side, @Nullable FunctionProbes probes, SiteNames names) {
        this.filter = filter;
        this.side = side;
        this.probes = probes;
        this.names = names;
    }

    /**
     * Makes {@code set_ftrace_filter}.
     *
     * @param filter of the instance
     * @param probes of the instance
     * @param names of sites
     * @return the file
     */
    public static FilterFile filter(FunctionFilter filter, FunctionProbes probes, SiteNames names) {
        return new FilterFile(filter, filter.filter(), probes, names);
    }

    /**
     * Makes {@code set_ftrace_notrace}.
     *
     * @param filter of the instance
     * @param names of sites
     * @return the file
     */
    public static FilterFile notrace(FunctionFilter filter, SiteNames names) {
        return new FilterFile(filter, filter.notrace(), null, names);
    }

    @Override
    public TraceFile open(OpenMode mode) {
        if (mode.truncates()) {
            side.forgetAwaited();
        }
        return new Session(mode);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        if (probes == null && side.sites().isEmpty()) {
            text.append("#### no functions disabled ####\n");
        } else if (probes != null && filter.selectsAll()) {
            text.append("#### all functions enabled ####\n");
        }
        text.append(names.lines(side.sites()));
        side.awaited().forEach(term -> text.append(term).append('\n'));
        return probes == null ? text.toString() : text + probes.lines(names);
    }

    /** One who has it open; what is written is collected here, apart from probes and modules to come. */
    private final class Session extends TokenFile {
        private IpSet sites;

        Session(OpenMode mode) {
            super(mode, BUFFER);
            sites = mode.truncates() ? IpSet.EMPTY : side.sites();
        }

        @Override
        protected String text() {
            return FilterFile.this.text();
        }

        @Override
        void process(String token) {
            String[] parts = token.split(":", 3);
            if (parts.length == 1) {
                sites = side.apply(sites, token);
                return;
            }
            String parameter = parts.length == 3 ? parts[2] : null;
            if (parts[1].equals("mod")) {
                sites = side.applyToModule(sites, parts[0], parameter);
            } else if (probes != null) {
                probes.process(parts[0], parts[1], parameter);
            } else {
                throw new FtraceException(Errno.EINVAL, "\"" + token + "\": notrace takes no commands");
            }
        }

        @Override
        void commit() {
            filter.set(side, sites);
        }
    }
}
