package org.jftrace.tracefs;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jftrace.Errno;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.spi.Machine;
import org.jftrace.tracefs.file.FileTable;
import org.jftrace.tracefs.file.SiteTexts;
import org.jftrace.tracefs.file.TextFile;
import org.jftrace.tracefs.filter.FilterFile;
import org.jftrace.tracefs.filter.FunctionFilter;
import org.jftrace.tracefs.filter.GraphFilter;
import org.jftrace.tracefs.filter.SiteNames;
import org.jftrace.tracefs.probe.FunctionProbes;
import org.jftrace.tracefs.probe.ProbeActions;

/**
 * The control files of one machine's ftrace. Paths are relative to the root, such as {@code set_ftrace_filter} or
 * {@code instances/foo/current_tracer}; what a kernel has elsewhere has its full path: {@code
 * /proc/sys/kernel/ftrace_enabled}. Any number of threads may use it.
 */
public final class TraceFs implements AutoCloseable {
    /** Where Linux mounts tracefs; paths may begin with it. */
    public static final String ROOT = "/sys/kernel/tracing";

    private final FileTable files = new FileTable();

    private TraceFs(Machine machine, Ftrace ftrace) {
        SiteTexts sites = new SiteTexts(machine, ftrace);
        files.add("available_filter_functions", new TextFile(sites::available));
        files.add("enabled_functions", new TextFile(sites::enabled));
        files.addDirectory("instances");
        FunctionFilter filter = new FunctionFilter(ftrace, f -> {});
        FunctionProbes probes = new FunctionProbes(ftrace, new ProbeActions() {
            @Override
            public boolean isTracing() {
                return true;
            }

            @Override
            public void setTracing(boolean on) {}

            @Override
            public void traceStack(long ip) {}

            @Override
            public void dump() {}

            @Override
            public void snapshot() {}
        });
        SiteNames names = new SiteNames(ftrace);
        ftrace.modules().addListener(filter);
        ftrace.modules().addListener(probes);
        files.add("set_ftrace_filter", FilterFile.filter(filter, probes, names));
        files.add("set_ftrace_notrace", FilterFile.notrace(filter, names));
        GraphFilter graph = new GraphFilter(ftrace);
        files.add("set_graph_function", graph.file(true));
        files.add("set_graph_notrace", graph.file(false));
    }

    /**
     * Makes the control files.
     *
     * @param machine the machine
     * @param ftrace the ftrace on it, which carries no other tracefs
     * @return with the top instance, and nothing traced
     */
    public static TraceFs mount(Machine machine, Ftrace ftrace) {
        return new TraceFs(machine, ftrace);
    }

    /**
     * Opens a file.
     *
     * @param path of the file
     * @param mode how
     * @return the open file
     * @throws FtraceException {@link Errno#EISDIR}, {@link Errno#ENOTDIR}, {@link Errno#ENOENT}; {@link Errno#EACCES} where
     *     a shell would have made a new file; or what the file says
     */
    public TraceFile open(String path, OpenMode mode) {
        return files.open(relative(path), mode);
    }

    /**
     * Makes a directory; under {@code instances} that is a new instance.
     *
     * @param path of the directory
     * @throws FtraceException {@link Errno#EEXIST} if there is something, {@link Errno#ENOENT} and {@link Errno#ENOTDIR} as
     *     {@link #list}, {@link Errno#EPERM} elsewhere
     */
    public void mkdir(String path) {
        if (files.exists(relative(path))) {
            throw new FtraceException(Errno.EEXIST, path);
        }
        throw new FtraceException(Errno.EPERM, path);
    }

    /**
     * Removes an instance.
     *
     * @param path of its directory
     * @throws FtraceException {@link Errno#ENOENT} if there is none, {@link Errno#EPERM} elsewhere
     */
    public void rmdir(String path) {
        if (!files.exists(relative(path))) {
            throw new FtraceException(Errno.ENOENT, path);
        }
        throw new FtraceException(Errno.EPERM, path);
    }

    /**
     * Lists a directory.
     *
     * @param path of the directory; empty for the root
     * @return names, sorted
     * @throws FtraceException {@link Errno#ENOENT} if there is nothing, {@link Errno#ENOTDIR} if it is a file
     */
    public List<String> list(String path) {
        return files.list(relative(path));
    }

    /**
     * Tells whether there is a directory.
     *
     * @param path of a file, a directory or nothing
     * @return true for a directory
     */
    public boolean isDirectory(String path) {
        return files.isDirectory(relative(path));
    }

    /** Drops a leading root, slashes that are too many, and {@code .}. */
    private static String relative(String path) {
        String rest = path.equals(ROOT) || path.startsWith(ROOT + "/") ? path.substring(ROOT.length()) : path;
        return Arrays.stream(rest.split("/", -1))
                .filter(part -> !part.isEmpty() && !part.equals("."))
                .collect(Collectors.joining("/"));
    }

    /** Ends what the files have started: tracers, probes, instances. */
    @Override
    public void close() {}
}
