package org.jftrace.tracefs;

import java.util.concurrent.atomic.AtomicInteger;
import org.jftrace.Ftrace;
import org.jftrace.spi.Machine;
import org.jftrace.tracefs.file.FileTable;
import org.jftrace.tracefs.file.Numbers;
import org.jftrace.tracefs.file.RecordPages;
import org.jftrace.tracefs.file.SiteTexts;
import org.jftrace.tracefs.file.TextFile;
import org.jftrace.tracefs.file.ValueFile;
import org.jftrace.tracefs.filter.GraphFilter;

/** The files that only the top directory has, for they are about all of ftrace. */
final class TopFiles {
    private static final String README = """
            What is where:
              available_filter_functions   each function that can be traced
              set_ftrace_filter            functions to trace: names, globs, numbers; ! takes away
                                           GLOB:mod:MODULE      those of a module, also of one that comes later
                                           GLOB:COMMAND:COUNT   a probe; COMMAND is traceon, traceoff, stacktrace,
                                                                snapshot, dump, cpudump, enable_event, disable_event
              set_ftrace_notrace           functions not to trace, whatever set_ftrace_filter says
              set_graph_function           functions whose calls the graph tracer follows
              set_ftrace_pid               tasks to trace
              current_tracer               one of available_tracers; nop ends tracing
              tracing_on                   0 stops recording, and leaves the tracer as it is
              trace                        what was recorded; writing to it empties the buffers
              trace_pipe                   the same, consumed by reading
              buffer_size_kb               size of a CPU's buffer
              options/                     how the trace looks
              enabled_functions            each call site that is patched, and how
              instances/                   mkdir here makes buffers with a tracer of their own
            """;

    private final Machine machine;
    private final Ftrace ftrace;
    private final AtomicInteger depth = new AtomicInteger();

    TopFiles(Machine machine, Ftrace ftrace) {
        this.machine = machine;
        this.ftrace = ftrace;
    }

    void addTo(FileTable files, GraphFilter graph) {
        SiteTexts sites = new SiteTexts(machine, ftrace);
        files.add("README", new TextFile(() -> README));
        files.add("available_filter_functions", new TextFile(sites::available));
        files.add("available_filter_functions_addrs", new TextFile(sites::addresses));
        files.add("enabled_functions", new TextFile(sites::enabled));
        files.add("touched_functions", new TextFile(sites::touched));
        files.add("dyn_ftrace_total_info", new TextFile(() -> RecordPages.text(ftrace)));
        files.add("set_graph_function", graph.file(true));
        files.add("set_graph_notrace", graph.file(false));
        files.add(
                "max_graph_depth",
                new ValueFile(
                        () -> Integer.toUnsignedString(depth.get()) + "\n",
                        written -> depth.set((int) Numbers.unsigned(written, 10))));
        files.addDirectory("instances");
    }

    ValueFile enabled() {
        return new ValueFile(
                () -> ftrace.isEnabled() ? "1\n" : "0\n",
                written -> ftrace.setEnabled(Numbers.signed(written.strip(), 10) != 0));
    }
}
