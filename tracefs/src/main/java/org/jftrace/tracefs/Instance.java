package org.jftrace.tracefs;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.Modules;
import org.jftrace.TaskFilter;
import org.jftrace.tracefs.file.ControlFile;
import org.jftrace.tracefs.file.FileTable;
import org.jftrace.tracefs.file.Numbers;
import org.jftrace.tracefs.file.PipeFile;
import org.jftrace.tracefs.file.TextFile;
import org.jftrace.tracefs.file.TextualTrace;
import org.jftrace.tracefs.file.ValueFile;
import org.jftrace.tracefs.filter.FilterFile;
import org.jftrace.tracefs.filter.FunctionFilter;
import org.jftrace.tracefs.filter.PidFile;
import org.jftrace.tracefs.filter.SiteNames;
import org.jftrace.tracefs.probe.FunctionProbes;
import org.jftrace.tracefs.probe.ProbeActions;
import org.jftrace.tracefs.tracer.TraceArray;
import org.jspecify.annotations.Nullable;

/** The files that every instance has, the top one too, over one trace array. */
final class Instance implements Modules.Listener, AutoCloseable {
    /** One more than the highest pid that Linux gives out. */
    private static final int PID_LIMIT = 1 << 22;

    private final TraceArray array;
    private final FunctionFilter filter;
    private final FunctionProbes probes;
    private int @Nullable [] pids;
    private int @Nullable [] notracePids;

    Instance(Ftrace ftrace, TraceArray array, Consumer<Filter> filtered) {
        this.array = array;
        filter = new FunctionFilter(ftrace, filtered);
        probes = new FunctionProbes(ftrace, actions(ftrace, array));
    }

    private static ProbeActions actions(Ftrace ftrace, TraceArray array) {
        return new ProbeActions() {
            @Override
            public boolean isTracing() {
                return array.isTracing();
            }

            @Override
            public void setTracing(boolean on) {
                array.setTracing(on);
            }

            @Override
            public void traceStack() {
                array.traceStack(ftrace.currentCpu());
            }

            @Override
            public void dump() {
                array.dump();
            }

            @Override
            public void snapshot() {
                array.snapshot();
            }
        };
    }

    /** Puts the files into a directory, whose path ends with a slash unless it is the root. */
    void addTo(FileTable files, String directory, SiteNames names) {
        addFilters(files, directory, names);
        addBuffer(files, directory);
        files.add(
                directory + "available_tracers", new TextFile(() -> String.join(" ", array.availableTracers()) + "\n"));
        files.add(directory + "current_tracer", word(() -> array.tracer() + "\n", array::setTracer));
        files.add(
                directory + "tracing_on", number(() -> bit(array.isTracing()), value -> array.setTracing(value != 0)));
        files.add(directory + "trace_options", word(this::options, this::setOption));
        for (String option : array.options().names()) {
            files.add(
                    directory + "options/" + option,
                    number(
                            () -> bit(array.options().get(option)),
                            value -> array.options().set(option, isSet(value))));
        }
    }

    private void addFilters(FileTable files, String directory, SiteNames names) {
        files.add(directory + "set_ftrace_filter", FilterFile.filter(filter, probes, names));
        files.add(directory + "set_ftrace_notrace", FilterFile.notrace(filter, names));
        files.add(directory + "set_ftrace_pid", new PidFile(ids -> setTasks(ids, notracePids)));
        files.add(directory + "set_ftrace_notrace_pid", new PidFile(ids -> setTasks(pids, ids)));
    }

    private void addBuffer(FileTable files, String directory) {
        files.add(directory + "trace", new TextualTrace(array::trace, array::clearTrace, array::pauseIfAsked));
        files.add(directory + "trace_pipe", new PipeFile(array::readPipe));
        files.add(directory + "buffer_size_kb", number(array::bufferSizeText, array::setBufferSizeKb));
        files.add(directory + "trace_clock", word(array::clocks, array::setClock));
        files.add(directory + "snapshot", number(array::snapshotText, this::takeSnapshot));
    }

    private static ControlFile number(Supplier<String> source, LongConsumer sink) {
        return new ValueFile(source, written -> sink.accept(Numbers.unsigned(written, 10)));
    }

    private static ControlFile word(Supplier<String> source, Consumer<String> sink) {
        return new ValueFile(source, written -> sink.accept(written.strip()));
    }

    private static String bit(boolean on) {
        return on ? "1\n" : "0\n";
    }

    private static boolean isSet(long value) {
        if (value != 0 && value != 1) {
            throw new FtraceException(Errno.EINVAL, "an option is 0 or 1, not " + value);
        }
        return value == 1;
    }

    private String options() {
        List<String> names = array.options().names();
        return names.stream()
                .map(name -> (array.options().get(name) ? "" : "no") + name + "\n")
                .collect(Collectors.joining());
    }

    private void setOption(String word) {
        boolean off = word.startsWith("no");
        array.options().set(off ? word.substring(2) : word, !off);
    }

    private void takeSnapshot(long value) {
        if (value == 0) {
            array.freeSnapshot();
        } else if (value == 1) {
            array.snapshot();
        } else {
            array.clearSnapshot();
        }
    }

    private synchronized void setTasks(int @Nullable [] only, int @Nullable [] except) {
        TaskFilter tasks = TaskFilter.all();
        tasks = only == null ? tasks : tasks.only(possible(only));
        tasks = except == null ? tasks : tasks.except(possible(except));
        array.setTasks(tasks);
        pids = only;
        notracePids = except;
    }

    private static int[] possible(int[] ids) {
        return Arrays.stream(ids).filter(id -> id < PID_LIMIT).toArray();
    }

    @Override
    public void coming(String module) {
        filter.coming(module);
    }

    @Override
    public void going(String module) {
        filter.going(module);
        probes.going(module);
    }

    @Override
    public void initGoing(String module, long[] ips) {
        filter.initGoing(module, ips);
        probes.initGoing(module, ips);
    }

    @Override
    public void close() {
        probes.close();
        array.close();
    }
}
