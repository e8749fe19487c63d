package org.jftrace.tracefs;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jftrace.Errno;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.Modules;
import org.jftrace.spi.Machine;
import org.jftrace.tracefs.file.FileTable;
import org.jftrace.tracefs.filter.GraphFilter;
import org.jftrace.tracefs.tracer.GraphManager;
import org.jftrace.tracefs.tracer.TraceArray;

/**
 * The control files of one machine's ftrace. Paths are relative to the root, such as {@code set_ftrace_filter} or
 * {@code instances/foo/current_tracer}; what a kernel has elsewhere has its full path: {@code
 * /proc/sys/kernel/ftrace_enabled}. Any number of threads may use it.
 */
public final class TraceFs implements AutoCloseable {
    /** Where Linux mounts tracefs; paths may begin with it. */
    public static final String ROOT = "/sys/kernel/tracing";

    private static final String INSTANCES = "instances/";

    private final long boot = System.nanoTime();
    private final Machine machine;
    private final Ftrace ftrace;
    private final GraphManager graphs = new GraphManager();
    private final FileTable files = new FileTable();
    private final FileTable elsewhere = new FileTable();
    private final Map<String, Instance> instances = new ConcurrentHashMap<>();

    private TraceFs(Machine machine, Ftrace ftrace) {
        this.machine = machine;
        this.ftrace = ftrace;
        GraphFilter graph = new GraphFilter(ftrace);
        TopFiles top = new TopFiles(machine, ftrace);
        top.addTo(files, graph);
        elsewhere.add("proc/sys/kernel/ftrace_enabled", top.enabled());
        add("", "");
        ftrace.modules().addListener(new Modules.Listener() {
            @Override
            public void coming(String module) {
                instances.values().forEach(each -> each.coming(module));
            }

            @Override
            public void going(String module) {
                graph.going(module);
                instances.values().forEach(each -> each.going(module));
            }
        });
    }

    private void add(String name, String prefix) {
        Instance instance =
                new Instance(ftrace, new TraceArray(machine, ftrace, name, graphs, () -> System.nanoTime() - boot));
        instance.addTo(files, prefix, ftrace);
        instances.put(name, instance);
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
        return table(path).open(relative(path), mode);
    }

    /**
     * Makes a directory; under {@code instances} that is a new instance.
     *
     * @param path of the directory
     * @throws FtraceException {@link Errno#EEXIST} if there is something, {@link Errno#ENOENT} and {@link Errno#ENOTDIR} as
     *     {@link #list}, {@link Errno#EPERM} elsewhere
     */
    public synchronized void mkdir(String path) {
        String where = relative(path);
        if (table(path).exists(where)) {
            throw new FtraceException(Errno.EEXIST, path);
        }
        table(path).requireDirectory(where.substring(0, Math.max(0, where.lastIndexOf('/'))));
        String name = instance(path);
        add(name, INSTANCES + name + "/");
    }

    /** Only directly below {@code instances} can there be directories that come and go. */
    private static String instance(String path) {
        String where = relative(path);
        String name = where.startsWith(INSTANCES) ? where.substring(INSTANCES.length()) : "";
        if (name.isEmpty() || name.contains("/") || isElsewhere(path)) {
            throw new FtraceException(Errno.EPERM, path);
        }
        return name;
    }

    /**
     * Removes an instance.
     *
     * @param path of its directory
     * @throws FtraceException {@link Errno#ENOENT} if there is none, {@link Errno#ENOTDIR} if it is a file, {@link
     *     Errno#EBUSY} if a file in it is open, {@link Errno#EPERM} elsewhere
     */
    public synchronized void rmdir(String path) {
        String where = relative(path);
        if (!table(path).isDirectory(where)) {
            throw new FtraceException(table(path).exists(where) ? Errno.ENOTDIR : Errno.ENOENT, path);
        }
        String name = instance(path);
        Instance gone = Objects.requireNonNull(instances.get(name));
        gone.requireIdle();
        gone.close();
        files.remove(where);
        instances.remove(name);
    }

    /**
     * Lists a directory.
     *
     * @param path of the directory; empty for the root
     * @return names, sorted
     * @throws FtraceException {@link Errno#ENOENT} if there is nothing, {@link Errno#ENOTDIR} if it is a file
     */
    public List<String> list(String path) {
        return table(path).list(relative(path));
    }

    /**
     * Tells whether there is a directory.
     *
     * @param path of a file, a directory or nothing
     * @return true for a directory
     */
    public boolean isDirectory(String path) {
        return table(path).isDirectory(relative(path));
    }

    private FileTable table(String path) {
        return isElsewhere(path) ? elsewhere : files;
    }

    private static boolean isElsewhere(String path) {
        return path.startsWith("/") && !path.equals(ROOT) && !path.startsWith(ROOT + "/");
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
    public synchronized void close() {
        instances.values().forEach(Instance::close);
    }
}
