package org.jftrace.tracefs.print;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jftrace.tracefs.ring.RingBuffer;
import org.jftrace.tracefs.ring.TraceEntry;

/** What the files of a trace array say. */
public final class TraceText {
    private TraceText() {}

    /**
     * Names the tracer, in the first lines of a text.
     *
     * @param tracer the current one
     * @param corrupted whether tracing was killed
     * @return two lines, or four
     */
    public static String title(String tracer, boolean corrupted) {
        return "# tracer: " + tracer + "\n#\n"
                + (corrupted
                        ? "# WARNING: FUNCTION TRACING IS CORRUPTED\n#          MAY BE MISSING FUNCTION EVENTS\n"
                        : "");
    }

    /**
     * Prints the legend and the entries.
     *
     * @param view what they are printed with
     * @param entries in order
     * @return all lines below the title
     */
    public static String of(View view, List<TraceEntry> entries) {
        StringBuilder out = new StringBuilder(Header.of(view));
        boolean annotate = view.has(PrintOption.ANNOTATE) && view.stats().overrun() > 0 && Line.inWords(view);
        if (view.tracer().equals("function_graph")) {
            new GraphText(view, new GraphText.Memory(), out).print(new ArrayList<>(entries));
            return out.toString();
        }
        BitSet started = new BitSet();
        for (int i = 0; i < entries.size(); i++) {
            TraceEntry entry = entries.get(i);
            if (annotate && !started.get(entry.cpu())) {
                started.set(entry.cpu());
                // The kernel says it of every buffer but the one that the text begins with.
                out.append(i > 0 ? "##### CPU " + entry.cpu() + " buffer started ####\n" : "");
            }
            long nextTime = i + 1 < entries.size() ? entries.get(i + 1).time() : entry.time();
            Line.print(view, entry, i + 1L, nextTime, out);
        }
        return out.toString();
    }

    /**
     * Prints an entry that was consumed, after what was lost before it; {@code trace_pipe}.
     *
     * @param view what it is printed with
     * @param consumed the entry
     * @param index its number since the reader began, from 1
     * @return whole lines
     */
    public static String of(View view, RingBuffer.Consumed consumed, long index) {
        StringBuilder out = new StringBuilder();
        out.append(lost(consumed));
        Line.print(view, consumed.entry(), index, consumed.nextTime(), out);
        return out.toString();
    }

    /**
     * Prints that entries were lost before this one.
     *
     * @param consumed an entry
     * @return a whole line, or nothing if none were
     */
    public static String lost(RingBuffer.Consumed consumed) {
        return consumed.lost() == 0 ? "" : "CPU:" + consumed.entry().cpu() + " [LOST " + consumed.lost() + " EVENTS]\n";
    }

    /**
     * Prints what {@code snapshot} says while nothing is in it.
     *
     * @param allocated whether a snapshot could be taken at once
     * @return in our words but for the state
     */
    public static String emptySnapshot(boolean allocated) {
        return """
                #
                # * Snapshot is %s *
                #
                # Snapshot commands:
                # echo 0 > snapshot : empties the snapshot buffer and frees it
                # echo 1 > snapshot : takes a snapshot of the main buffer, allocating if need be
                # echo 2 > snapshot : empties the snapshot buffer and keeps it
                """.formatted(allocated ? "allocated" : "freed");
    }
}
