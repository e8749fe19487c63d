package org.jftrace.cli.trace;

import java.util.Locale;
import org.jftrace.Filter;
import org.jftrace.FtraceRegs;
import org.jftrace.graph.GraphCall;
import org.jftrace.graph.GraphOps;
import org.jftrace.returns.ReturnRegs;
import org.jftrace.spi.TaskLocal;

/** Prints the traced calls of each task as a tree, as the kernel's function_graph tracer does, and counts them. */
final class GraphLog {
    private static final int ENTERED_AT = 0;
    private static final int INDENT = 2;
    private static final int NONE = -1;

    private final Screen screen;
    private final CallCounts counts;
    private final Results results;
    private final boolean durations;
    private final long limit;
    private final TaskLocal<Pending> pending = new TaskLocal<>(Pending::new);
    private long printed;

    /** A call that was entered and not printed yet: its line depends on whether it makes others. */
    private static final class Pending {
        private String function = "";
        private int depth = NONE;
    }

    /**
     * Makes a log.
     *
     * @param screen takes the lines
     * @param counts counts the calls
     * @param results what functions return
     * @param durations whether to print how long they took
     * @param limit how many lines are printed
     */
    GraphLog(Screen screen, CallCounts counts, Results results, boolean durations, long limit) {
        this.screen = screen;
        this.counts = counts;
        this.results = results;
        this.durations = durations;
        this.limit = limit;
    }

    GraphOps ops(Filter filter) {
        return GraphOps.builder("jftrace").filter(filter).data(1).handlers(this::onEntry, this::onReturn);
    }

    /** Prints the heading of the columns. */
    void heading() {
        screen.trace("# CPU" + (durations ? "    DURATION" : "") + "     FUNCTION CALLS");
    }

    private boolean onEntry(GraphCall call, FtraceRegs regs) {
        Pending mine = pending.of(call.cpu().task());
        open(call, mine);
        mine.function = counts.count(call.ip());
        mine.depth = call.depth();
        call.data()[ENTERED_AT] = durations ? System.nanoTime() : 0;
        return true;
    }

    /** The call before makes this one, so it is a block. */
    private void open(GraphCall call, Pending mine) {
        if (mine.depth != NONE) {
            print(call, "", mine.depth, mine.function + "() {");
            mine.depth = NONE;
        }
    }

    private void onReturn(GraphCall call, ReturnRegs regs) {
        Pending mine = pending.of(call.cpu().task());
        boolean leaf = mine.depth == call.depth();
        String result = results.of(call.ip(), regs.returnValue());
        mine.depth = NONE;
        print(
                call,
                duration(call.data()[ENTERED_AT]),
                call.depth(),
                (leaf ? mine.function + "()" : "}") + result + (leaf && result.isEmpty() ? ";" : ""));
    }

    private String duration(long entered) {
        return durations ? String.format(Locale.ROOT, "%.3f us", (System.nanoTime() - entered) / 1000.0) : "";
    }

    private synchronized void print(GraphCall call, String duration, int depth, String what) {
        if (printed == limit) {
            return;
        }
        printed++;
        screen.trace(String.format(
                Locale.ROOT,
                durations ? "%4d) %12s | %s%s" : "%4d) %s| %s%s",
                call.cpu().id(),
                duration,
                " ".repeat(INDENT * depth),
                what));
    }
}
