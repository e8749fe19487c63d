package org.jftrace.tracefs;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jftrace.Errno;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.Modules;
import org.jftrace.tracefs.file.BufferFile;
import org.jftrace.tracefs.file.ControlFile;
import org.jftrace.tracefs.file.FileTable;
import org.jftrace.tracefs.file.Numbers;
import org.jftrace.tracefs.file.TextFile;
import org.jftrace.tracefs.file.ValueFile;
import org.jftrace.tracefs.filter.FilterFile;
import org.jftrace.tracefs.filter.FunctionFilter;
import org.jftrace.tracefs.filter.PidFilter;
import org.jftrace.tracefs.filter.SiteNames;
import org.jftrace.tracefs.probe.FunctionProbes;
import org.jftrace.tracefs.tracer.TraceArray;

/** The files that every instance has, the top one too, and what they stand for. */
final class Instance implements Modules.Listener, AutoCloseable {
    private static final int LONGEST_OPTION = 63;

    private final TraceArray array;
    private final FunctionFilter filter;
    private final FunctionProbes probes;
    private final AtomicInteger opened = new AtomicInteger();

    Instance(Ftrace ftrace, TraceArray array) {
        this.array = array;
        filter = new FunctionFilter(ftrace, array::setFilter);
        probes = new FunctionProbes(ftrace, new ArrayActions(ftrace, array));
    }

    void addTo(FileTable files, String prefix, Ftrace ftrace) {
        Place table = (name, file) -> files.add(prefix + name, new CountedFile(file, opened));
        SiteNames names = new SiteNames(ftrace);
        PidFilter pids = new PidFilter(array::setTasks);
        table.add("set_ftrace_filter", FilterFile.filter(filter, probes, names));
        table.add("set_ftrace_notrace", FilterFile.notrace(filter, names));
        table.add("set_ftrace_pid", pids.file(true));
        table.add("set_ftrace_notrace_pid", pids.file(false));
        addTracer(table);
        addBuffer(table);
        addOptions(table);
    }

    private void addTracer(Place table) {
        table.add("available_tracers", new TextFile(() -> String.join(" ", array.availableTracers()) + "\n"));
        table.add(
                "current_tracer",
                new ValueFile(() -> array.tracer() + "\n", written -> array.setTracer(written.strip())));
        table.add("tracing_on", flag(array::isTracing, value -> array.setTracing(value != 0)));
    }

    private void addBuffer(Place table) {
        table.add("trace", new BufferFile(array));
        table.add("trace_pipe", BufferFile.pipe(array));
        table.add("snapshot", new ValueFile(array::snapshotText, this::snapshot));
        table.add(
                "buffer_size_kb",
                new ValueFile(array::bufferSizeText, text -> array.setBufferSizeKb(Numbers.unsigned(text, 10))));
        table.add("trace_clock", new ValueFile(array::clocks, text -> array.setClock(text.strip())));
    }

    private void snapshot(String written) {
        long value = Numbers.unsigned(written, 10);
        if (value == 0) {
            array.freeSnapshot();
        } else if (value == 1) {
            array.snapshot();
        } else {
            array.clearSnapshot();
        }
    }

    private void addOptions(Place table) {
        for (String name : array.options().names()) {
            table.add("options/" + name, flag(() -> array.options().get(name), value -> setOption(name, value)));
        }
        table.add("trace_options", new ValueFile(this::options, this::setOption));
    }

    private String options() {
        return array.options().names().stream()
                .map(name -> (array.options().get(name) ? "" : "no") + name + "\n")
                .collect(Collectors.joining());
    }

    private void setOption(String written) {
        if (written.length() > LONGEST_OPTION) {
            throw new FtraceException(Errno.EINVAL, "no option has so long a name");
        }
        String name = written.strip();
        boolean off = name.startsWith("no");
        array.options().set(off ? name.substring(2) : name, !off);
    }

    private void setOption(String name, long value) {
        if (value != 0 && value != 1) {
            throw new FtraceException(Errno.EINVAL, name + " is 0 or 1, not " + value);
        }
        array.options().set(name, value == 1);
    }

    private static ValueFile flag(Supplier<Boolean> get, Consumer<Long> set) {
        return new ValueFile(() -> get.get() ? "1\n" : "0\n", text -> set.accept(Numbers.unsigned(text, 10)));
    }

    /**
     * Refuses while files are open.
     *
     * @throws FtraceException {@link Errno#EBUSY}
     */
    void requireIdle() {
        if (opened.get() > 0) {
            throw new FtraceException(Errno.EBUSY, array.name() + " has open files");
        }
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
    public void close() {
        array.close();
        probes.close();
    }

    /** Where files are put. */
    private interface Place {
        void add(String name, ControlFile file);
    }
}
