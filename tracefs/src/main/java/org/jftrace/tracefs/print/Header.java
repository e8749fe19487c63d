package org.jftrace.tracefs.print;

import static org.jftrace.tracefs.print.PrintOption.CONTEXT_INFO;
import static org.jftrace.tracefs.print.PrintOption.FUNCGRAPH_ABSTIME;
import static org.jftrace.tracefs.print.PrintOption.FUNCGRAPH_CPU;
import static org.jftrace.tracefs.print.PrintOption.FUNCGRAPH_DURATION;
import static org.jftrace.tracefs.print.PrintOption.FUNCGRAPH_PROC;
import static org.jftrace.tracefs.print.PrintOption.IRQ_INFO;
import static org.jftrace.tracefs.print.PrintOption.LATENCY_FORMAT;
import static org.jftrace.tracefs.print.PrintOption.RECORD_TGID;
import static org.jftrace.tracefs.print.PrintOption.VERBOSE;

/** The lines above the entries, each with what stands in its column. */
final class Header {
    /** The release that the layouts are those of. */
    private static final String RELEASE = "6.12.0-jftrace";

    private static final String[] IRQ_LEGEND = {
        "  _-----=> irqs-off/BH-disabled\n",
        " / _----=> need-resched\n",
        "| / _---=> hardirq/softirq\n",
        "|| / _--=> preempt-depth\n",
        "||| / _-=> migrate-disable\n",
        "|||| /     delay\n"
    };

    private static final String LATENCY_LEGEND = """
            #                    _------=> CPU#           \s
            #                   / _-----=> irqs-off/BH-disabled
            #                  | / _----=> need-resched   \s
            #                  || / _---=> hardirq/softirq\s
            #                  ||| / _--=> preempt-depth  \s
            #                  |||| / _-=> migrate-disable\s
            #                  ||||| /     delay          \s
            #  cmd     pid     |||||| time  |   caller    \s
            #     \\   /        ||||||  \\    |    /      \s
            """;

    private final View view;
    private final StringBuilder out = new StringBuilder();

    private Header(View view) {
        this.view = view;
    }

    static String of(View view) {
        Header header = new Header(view);
        if (view.has(CONTEXT_INFO)) {
            header.write();
        }
        return header.out.toString();
    }

    private void write() {
        boolean latency = view.has(LATENCY_FORMAT);
        boolean empty = view.stats().entries() == 0;
        if (latency && empty) {
            return;
        }
        if (latency) {
            latency();
        }
        if (view.tracer().equals("function_graph")) {
            graph(latency);
        } else if (!view.has(VERBOSE)) {
            if (latency) {
                out.append(LATENCY_LEGEND);
            } else {
                columns();
            }
        }
    }

    private void columns() {
        out.append(String.format(
                "# entries-in-buffer/entries-written: %d/%d   #P:%d\n#\n",
                view.stats().entries(), view.stats().written(), view.cpus()));
        boolean tgid = view.has(RECORD_TGID);
        if (view.has(IRQ_INFO)) {
            String indent = "#" + " ".repeat(28 + (tgid ? 12 : 2));
            for (String line : IRQ_LEGEND) {
                out.append(indent).append(line);
            }
            out.append("#           TASK-PID  " + (tgid ? "     TGID   " : "  "))
                    .append(" CPU#  |||||  TIMESTAMP  FUNCTION\n")
                    .append("#              | |    " + (tgid ? "       |    " : "  "))
                    .append("   |   |||||     |         |\n");
        } else {
            out.append("#           TASK-PID    " + (tgid ? "   TGID   " : ""))
                    .append(" CPU#     TIMESTAMP  FUNCTION\n")
                    .append("#              | |      " + (tgid ? "     |    " : ""))
                    .append("   |         |         |\n");
        }
    }

    private void latency() {
        out.append("# ")
                .append(view.tracer())
                .append(" latency trace v1.1.5 on ")
                .append(RELEASE);
        out.append("\n# ").append("-".repeat(68)).append('\n');
        out.append(String.format(
                "# latency: 0 us, #%d/%d, CPU#0 | (M:desktop VP:0, KP:0, SP:0 HP:0 #P:%d)\n",
                view.stats().entries(), view.stats().written(), view.cpus()));
        out.append("#    -----------------\n")
                .append("#    | task: -0 (uid:0 nice:0 policy:0 rt_prio:0)\n")
                .append("#    -----------------\n")
                .append("#\n");
    }

    private void graph(boolean latency) {
        out.append('#');
        column(FUNCGRAPH_ABSTIME, "     TIME       ");
        column(FUNCGRAPH_CPU, " CPU");
        column(FUNCGRAPH_PROC, "  TASK/PID       ");
        out.append(latency ? "||||   " : "");
        column(FUNCGRAPH_DURATION, "  DURATION   ");
        out.append("               FUNCTION CALLS\n#");
        column(FUNCGRAPH_ABSTIME, "      |         ");
        column(FUNCGRAPH_CPU, " |  ");
        column(FUNCGRAPH_PROC, "   |    |        ");
        out.append(latency ? "||||   " : "");
        column(FUNCGRAPH_DURATION, "   |   |      ");
        out.append("               |   |   |   |\n");
    }

    private void column(PrintOption option, String text) {
        out.append(view.has(option) ? text : "");
    }
}
