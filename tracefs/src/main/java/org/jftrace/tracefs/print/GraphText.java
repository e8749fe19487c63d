package org.jftrace.tracefs.print;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jftrace.graph.ReturnType;
import org.jftrace.tracefs.ring.EntryType;
import org.jftrace.tracefs.ring.GraphData;
import org.jftrace.tracefs.ring.TraceEntry;
import org.jspecify.annotations.Nullable;

/** The lines of function_graph: calls as blocks, a call that makes none in one line; Linux: {@code trace_functions_graph.c}. */
public final class GraphText {
    private static final int INDENT = 2;
    private static final int TASK_WIDTH = 14;
    private static final int COMM = 7;
    private static final String NO_DURATION = "              |  ";
    private static final String RULE = " ------------------------------------------\n";

    private final View view;
    private final StringBuilder out;
    private final Memory memory;

    /** What a reader has seen: which task each CPU ran last, and which blocks are open on it. */
    public static final class Memory {
        private final Map<Integer, Integer> tasks = new HashMap<>();
        private final Map<Integer, Map<Integer, Long>> open = new HashMap<>();

        /** Makes the memory of a reader who begins. */
        public Memory() {}
    }

    GraphText(View view, Memory memory, StringBuilder out) {
        this.view = view;
        this.memory = memory;
        this.out = out;
    }

    /**
     * Prints what was consumed from a buffer.
     *
     * @param view what it is printed with
     * @param memory of the reader
     * @param entries in order
     * @return whole lines
     */
    public static String of(View view, Memory memory, List<TraceEntry> entries) {
        StringBuilder text = new StringBuilder();
        new GraphText(view, memory, text).print(new ArrayList<>(entries));
        return text.toString();
    }

    /** Prints all entries. The next one of the same CPU tells whether a call made others. */
    void print(List<TraceEntry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            TraceEntry entry = entries.get(i);
            switch (entry.type()) {
                case GRAPH_ENTRY -> {
                    int at = nextOf(entry.cpu(), entries, i + 1);
                    TraceEntry next = at < entries.size() ? entries.get(at) : null;
                    if (next != null && isLeaf(entry, next)) {
                        leaf(entry, next);
                        if (at == i + 1) {
                            i++;
                        } else {
                            entries.remove(at);
                        }
                    } else {
                        nested(entry);
                    }
                }
                case GRAPH_RETURN -> end(entry);
                default -> Line.print(view, entry, i + 1L, entry.time(), out);
            }
        }
    }

    private static int nextOf(int cpu, List<TraceEntry> entries, int from) {
        int at = from;
        while (at < entries.size() && entries.get(at).cpu() != cpu) {
            at++;
        }
        return at;
    }

    /**
     * Tells whether a call made no others.
     *
     * @param entry of the call
     * @param next of the same CPU
     * @return true if it is the return of the call
     */
    public static boolean isLeaf(TraceEntry entry, @Nullable TraceEntry next) {
        return next != null
                && next.type() == EntryType.GRAPH_RETURN
                && next.pid() == entry.pid()
                && next.ip() == entry.ip()
                && GraphData.depth(next) == GraphData.depth(entry);
    }

    private void leaf(TraceEntry entry, TraceEntry end) {
        begin(end);
        duration(GraphData.duration(end));
        indent(entry);
        out.append(view.symbols().name(entry.ip())).append("();");
        out.append(view.has(PrintOption.FUNCGRAPH_RETVAL) ? " /* = " + result(end) + " */\n" : "\n");
    }

    private void nested(TraceEntry entry) {
        memory.open.computeIfAbsent(entry.cpu(), cpu -> new HashMap<>()).put(GraphData.depth(entry), entry.ip());
        begin(entry);
        out.append(view.has(PrintOption.FUNCGRAPH_DURATION) ? NO_DURATION : "");
        indent(entry);
        out.append(view.symbols().name(entry.ip())).append("() {\n");
    }

    /** The name is given where the beginning of the block was not printed. */
    private void end(TraceEntry entry) {
        Long begun = memory.open.getOrDefault(entry.cpu(), Map.of()).get(GraphData.depth(entry));
        begin(entry);
        duration(GraphData.duration(entry));
        indent(entry);
        boolean known = begun != null && begun == entry.ip();
        String name = view.symbols().name(entry.ip());
        if (view.has(PrintOption.FUNCGRAPH_RETVAL)) {
            out.append("} /* ").append(name).append(" = ").append(result(entry)).append(" */\n");
        } else {
            out.append(known && !view.has(PrintOption.FUNCGRAPH_TAIL) ? "}\n" : "} /* " + name + " */\n");
        }
        if (view.has(PrintOption.FUNCGRAPH_OVERRUN)) {
            out.append(" (Overruns: ").append(GraphData.overruns(entry)).append(")\n");
        }
    }

    private String result(TraceEntry end) {
        boolean hex = view.has(PrintOption.FUNCGRAPH_RETVAL_HEX);
        return (hex ? ReturnType.X64 : ReturnType.UNKNOWN).text(end.parentIp());
    }

    private void begin(TraceEntry entry) {
        Integer before = memory.tasks.put(entry.cpu(), entry.pid());
        if (before != null && before != entry.pid()) {
            out.append(RULE);
            cpu(entry.cpu());
            out.append(task(before)).append(" => ").append(task(entry.pid()));
            out.append("\n").append(RULE).append("\n");
        }
        if (view.has(PrintOption.FUNCGRAPH_ABSTIME)) {
            out.append(
                    String.format("%5d.%06d |  ", entry.time() / 1_000_000_000, entry.time() % 1_000_000_000 / 1000));
        }
        if (view.has(PrintOption.FUNCGRAPH_CPU)) {
            cpu(entry.cpu());
        }
        if (view.has(PrintOption.FUNCGRAPH_PROC)) {
            out.append(task(entry.pid())).append(" | ");
        }
    }

    private void cpu(int cpu) {
        int width = Integer.toString(Math.max(1, view.cpus()) - 1).length();
        out.append(" ").append(String.format("%" + width + "d", cpu)).append(") ");
    }

    /** In the middle of its column. */
    private String task(int pid) {
        String comm = view.names().of(pid);
        String name = comm.substring(0, Math.min(COMM, comm.length())) + "-" + pid;
        int spaces = Math.max(0, TASK_WIDTH - name.length());
        return " ".repeat(spaces / 2) + name + " ".repeat(spaces - spaces / 2);
    }

    private void duration(long nanoseconds) {
        if (!view.has(PrintOption.FUNCGRAPH_DURATION)) {
            return;
        }
        out.append(view.has(PrintOption.FUNCGRAPH_OVERHEAD) ? mark(nanoseconds) : ' ')
                .append(' ');
        Duration.print(nanoseconds, out);
        out.append("|  ");
    }

    private static char mark(long nanoseconds) {
        long[] limits = {1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000};
        for (int i = 0; i < limits.length; i++) {
            if (nanoseconds > limits[i]) {
                return "$@*#!+".charAt(i);
            }
        }
        return ' ';
    }

    private void indent(TraceEntry entry) {
        out.append(" ".repeat(GraphData.depth(entry) * INDENT));
    }
}
