package org.jftrace.tracefs.tracer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jftrace.Ftrace;
import org.jftrace.spi.Machine;
import org.jftrace.tracefs.print.GraphText;
import org.jftrace.tracefs.print.Symbols;
import org.jftrace.tracefs.print.TraceText;
import org.jftrace.tracefs.print.View;
import org.jftrace.tracefs.ring.EntryType;
import org.jftrace.tracefs.ring.RingBuffer;
import org.jftrace.tracefs.ring.TraceEntry;
import org.jspecify.annotations.Nullable;

/** What a trace array's buffers say. */
final class Texts {
    private final Machine machine;
    private final Ftrace ftrace;
    private final Buffers buffers;
    private final TraceOptions options;
    private byte[] unread = {};
    private long consumed;
    private final GraphText.Memory graph = new GraphText.Memory();
    private @Nullable Held held;

    /** An entry that was read before its turn. Worth nothing once its buffer is cleared. */
    private record Held(RingBuffer.Consumed entry, Buffers.Live buffer) {
        @SuppressWarnings("ReferenceEquality") // clearing a buffer makes another that may be equal
        boolean wasCleared(Buffers.Live live) {
            return live != buffer && live.ring() == buffer.ring();
        }
    }

    Texts(Machine machine, Ftrace ftrace, Buffers buffers, TraceOptions options) {
        this.machine = machine;
        this.ftrace = ftrace;
        this.buffers = buffers;
        this.options = options;
    }

    String trace(String tracer) {
        Buffers.Live live = buffers.live();
        return title(tracer) + entries(tracer, live);
    }

    String snapshot(String tracer) {
        Buffers.Live spare = buffers.spare();
        boolean empty = spare == null || spare.ring().stats().entries() == 0;
        return title(tracer)
                + (spare == null || empty ? TraceText.emptySnapshot(spare != null) : entries(tracer, spare));
    }

    private String title(String tracer) {
        return TraceText.title(tracer, ftrace.bug().isPresent());
    }

    private String entries(String tracer, Buffers.Live buffer) {
        List<TraceEntry> entries = buffer.ring().snapshot();
        return TraceText.of(view(tracer, buffer), entries);
    }

    private View view(String tracer, Buffers.Live buffer) {
        return new View(
                tracer,
                options.printing(),
                buffer.ring().stats(),
                machine.maxCpus(),
                buffer.clock().nanoseconds(),
                buffer.start(),
                buffers.names(),
                new Symbols(machine.symbols(), ftrace::sites));
    }

    /** As much as there is; of a line that is too long, the rest comes next. */
    synchronized byte[] consume(String tracer, int most) {
        if (unread.length == 0) {
            unread = consumeLines(tracer, most).getBytes(StandardCharsets.ISO_8859_1);
        }
        byte[] taken = Arrays.copyOf(unread, Math.min(most, unread.length));
        unread = Arrays.copyOfRange(unread, taken.length, unread.length);
        return taken;
    }

    /** At least so many characters, unless nothing is left. */
    private String consumeLines(String tracer, int enough) {
        Buffers.Live live = buffers.live();
        View view = view(tracer, live);
        StringBuilder out = new StringBuilder();
        while (out.length() < enough) {
            RingBuffer.Consumed entry = next(live);
            if (entry == null) {
                break;
            }
            consumed++;
            out.append(
                    tracer.equals("function_graph")
                            ? graphLines(view, live, entry)
                            : TraceText.of(view, entry, consumed));
        }
        return out.toString();
    }

    private RingBuffer.@Nullable Consumed next(Buffers.Live live) {
        Held first = held;
        held = null;
        return first == null || first.wasCleared(live) ? live.ring().consume() : first.entry();
    }

    /** Whether a call made others the next entry tells; if it is not its return, it is kept for later. */
    private String graphLines(View view, Buffers.Live live, RingBuffer.Consumed first) {
        TraceEntry entry = first.entry();
        RingBuffer.Consumed next =
                entry.type() == EntryType.GRAPH_ENTRY ? live.ring().consume() : null;
        if (next != null && GraphText.isLeaf(entry, next.entry())) {
            return TraceText.lost(first) + GraphText.of(view, graph, List.of(entry, next.entry()));
        }
        held = next == null ? null : new Held(next, live);
        return TraceText.lost(first) + GraphText.of(view, graph, List.of(entry));
    }

    synchronized String dump(String tracer) {
        String lines = consumeLines(tracer, Integer.MAX_VALUE);
        String rule = "-".repeat(33) + "\n";
        return "Dumping ftrace buffer:\n" + (lines.isEmpty() ? "   (ftrace buffer empty)\n" : rule + lines + rule);
    }
}
