package org.jftrace.tracefs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.Modules;
import org.jftrace.spi.Machine;
import org.jftrace.tracefs.file.FileTable;
import org.jftrace.tracefs.file.Numbers;
import org.jftrace.tracefs.file.SiteTexts;
import org.jftrace.tracefs.file.TextFile;
import org.jftrace.tracefs.file.TotalInfo;
import org.jftrace.tracefs.file.ValueFile;
import org.jftrace.tracefs.filter.GraphFilter;
import org.jftrace.tracefs.filter.SiteNames;
import org.jftrace.tracefs.profile.FunctionProfiler;
import org.jftrace.tracefs.tracer.TraceArray;

/**
 * The control files of one machine's ftrace. Paths are relative to the root, such as {@code set_ftrace_filter} or
 * {@code instances/foo/current_tracer}; what a kernel has elsewhere has its full path: {@code
 * /proc/sys/kernel/ftrace_enabled}. Any number of threads may use it.
 */
public final class TraceFs implements AutoCloseable {
    /** Where Linux mounts tracefs; paths may begin with it. */
    public static final String ROOT = "/sys/kernel/tracing";

    private static final String INSTANCES = "instances";
    private static final long BOOT = System.nanoTime();

    private final Machine machine;
    private final Ftrace ftrace;
    private final SiteNames names;
    private final GraphFilter graph;
    private final FileTable files = new FileTable();
    private final FileTable elsewhere = new FileTable();
    private final FunctionProfiler profiler;
    private final Instance top;
    private final Map<String, Instance> instances = new LinkedHashMap<>();

    private TraceFs(Machine machine, Ftrace ftrace) {
        this.machine = machine;
        this.ftrace = ftrace;
        names = new SiteNames(ftrace);
        graph = new GraphFilter(ftrace);
        profiler = new FunctionProfiler(ftrace, machine.maxCpus(), TraceFs::now);
        TraceArray array = profiled(new TraceArray(machine, ftrace, "", graph, TraceFs::now));
        top = new Instance(ftrace, array, functions -> filterTop(array, functions));
        top.addTo(files, "", names);
        addGlobal(new SiteTexts(machine, ftrace), graph);
        addProfiler();
        elsewhere.add(
                "proc/sys/kernel/ftrace_enabled",
                new ValueFile(
                        () -> ftrace.isEnabled() ? "1\n" : "0\n",
                        written -> ftrace.setEnabled(Numbers.signed(written.strip(), 0) != 0)));
        ftrace.modules().addListener(new Modules.Listener() {
            @Override
            public void coming(String module) {
                instances().forEach(instance -> instance.coming(module));
            }

            @Override
            public void going(String module) {
                instances().forEach(instance -> instance.going(module));
            }

            @Override
            public void initGoing(String module, long[] ips) {
                instances().forEach(instance -> instance.initGoing(module, ips));
            }
        });
    }

    /** What time is a function's own is one question for all instances and the profiler. */
    private TraceArray profiled(TraceArray array) {
        array.options().listen("graph-time", profiler::setGraphTime);
        array.options().listen("sleep-time", profiler::setSleepTime);
        return array;
    }

    /** Tracer and profiler, or neither. */
    private void filterTop(TraceArray array, Filter functions) {
        Filter before = profiler.setFilter(functions);
        try {
            array.setFilter(functions);
        } catch (RuntimeException refused) {
            profiler.setFilter(before);
            throw refused;
        }
    }

    private void addProfiler() {
        files.add(
                "function_profile_enabled",
                new ValueFile(
                        () -> profiler.isEnabled() ? "1\n" : "0\n",
                        written -> profiler.setEnabled(Numbers.unsigned(written, 10) != 0)));
        for (int cpu = 0; cpu < machine.maxCpus(); cpu++) {
            int number = cpu;
            files.add("trace_stat/function" + number, new TextFile(() -> profiler.text(number)));
        }
    }

    private void addGlobal(SiteTexts sites, GraphFilter graphFilter) {
        files.add("available_filter_functions", new TextFile(sites::available));
        files.add("available_filter_functions_addrs", new TextFile(sites::addresses));
        files.add("enabled_functions", new TextFile(sites::enabled));
        files.add("touched_functions", new TextFile(sites::touched));
        files.add("dyn_ftrace_total_info", new TextFile(new TotalInfo(ftrace)::text));
        files.add("set_graph_function", graphFilter.file(true));
        files.add("set_graph_notrace", graphFilter.file(false));
        ftrace.modules().addListener(graphFilter);
        files.add(
                "max_graph_depth",
                new ValueFile(
                        () -> graphFilter.maxDepth() + "\n",
                        written -> graphFilter.setMaxDepth((int) Numbers.unsigned(written, 10))));
        files.add("README", new TextFile(() -> Readme.TEXT));
        files.addDirectory(INSTANCES);
    }

    private static long now() {
        return System.nanoTime() - BOOT;
    }

    private synchronized List<Instance> instances() {
        List<Instance> all = new ArrayList<>(List.of(top));
        all.addAll(instances.values());
        return all;
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
        FileTable table = path.startsWith("/proc/") ? elsewhere : files;
        return table.open(relative(path), mode);
    }

    /**
     * Makes a directory; under {@code instances} that is a new instance.
     *
     * @param path of the directory
     * @throws FtraceException {@link Errno#EEXIST} if there is something, {@link Errno#ENOENT} and {@link Errno#ENOTDIR} as
     *     {@link #list}, {@link Errno#EPERM} elsewhere
     */
    public synchronized void mkdir(String path) {
        String clean = relative(path);
        if (files.exists(clean)) {
            throw new FtraceException(Errno.EEXIST, path);
        }
        String parent = clean.substring(0, Math.max(0, clean.lastIndexOf('/')));
        files.requireDirectory(parent);
        if (!parent.equals(INSTANCES)) {
            throw new FtraceException(Errno.EPERM, path + ": only " + INSTANCES + " takes directories");
        }
        String name = clean.substring(INSTANCES.length() + 1);
        TraceArray array = profiled(new TraceArray(machine, ftrace, name, graph, TraceFs::now));
        Instance made = new Instance(ftrace, array, array::setFilter);
        made.addTo(files, clean + "/", names);
        instances.put(clean, made);
    }

    /**
     * Removes an instance.
     *
     * @param path of its directory
     * @throws FtraceException {@link Errno#ENOENT} if there is none, {@link Errno#EBUSY} if one of its files is open,
     *     {@link Errno#EPERM} elsewhere
     */
    public void rmdir(String path) {
        Instance gone = forget(path);
        gone.close(); // waits for callbacks, so without the lock
    }

    private synchronized Instance forget(String path) {
        String clean = relative(path);
        Instance instance = instances.get(clean);
        if (instance == null) {
            files.requireDirectory(clean);
            throw new FtraceException(Errno.EPERM, path + " is no instance");
        }
        files.requireIdle(clean);
        instances.remove(clean);
        files.remove(clean);
        return instance;
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
    public void close() {
        profiler.close();
        instances().forEach(Instance::close);
    }
}
