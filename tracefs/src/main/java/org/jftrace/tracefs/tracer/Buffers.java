package org.jftrace.tracefs.tracer;

import java.util.function.LongSupplier;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.graph.GraphCall;
import org.jftrace.spi.GuestCpu;
import org.jftrace.tracefs.ring.EntryFlags;
import org.jftrace.tracefs.ring.EntryType;
import org.jftrace.tracefs.ring.GraphData;
import org.jftrace.tracefs.ring.RingBuffer;
import org.jftrace.tracefs.ring.TaskNames;
import org.jspecify.annotations.Nullable;

/** The buffers of a trace array, their clock, and the names of who wrote. Changes exclude each other; writers take no lock. */
final class Buffers {
    private static final long DEFAULT_BYTES = 1408 << 10;

    /** What a page of the kernel's buffers holds; sizes are rounded up to it, and are two of it at least. */
    private static final long PAGE_DATA = 4080;

    private final int cpus;
    private final LongSupplier time;
    private final TaskNames names = new TaskNames();
    private volatile Live live;
    private @Nullable Live spare;
    private boolean overwrites = true;
    private volatile boolean namesTasks = true;
    private long bytes;
    private boolean expanded;

    /** A buffer and the clock it is written by, which are read together. */
    record Live(RingBuffer ring, Clock clock, LongSupplier ticks, long start) {}

    Buffers(int cpus, LongSupplier time, boolean expanded) {
        this.cpus = cpus;
        this.time = time;
        this.expanded = expanded;
        bytes = rounded(expanded ? DEFAULT_BYTES : 1);
        live = made(Clock.LOCAL, Clock.LOCAL.on(time));
    }

    private static long rounded(long bytes) {
        return Math.max(2, (bytes + PAGE_DATA - 1) / PAGE_DATA) * PAGE_DATA;
    }

    private Live made(Clock clock, LongSupplier ticks) {
        RingBuffer ring = new RingBuffer(cpus, entries(bytes));
        ring.setOverwrites(overwrites);
        return new Live(ring, clock, ticks, ticks.getAsLong());
    }

    private static int entries(long bytes) {
        return (int) (bytes / RingBuffer.ENTRY_BYTES);
    }

    /** Says what time it is by the clock of the buffer. */
    long now() {
        return live.ticks.getAsLong();
    }

    /** Records that a call was repeated, the last time a while ago. */
    void recordRepeats(GuestCpu cpu, long ip, long parentIp, long count, long last) {
        Live now = live;
        long ticks = now.ticks.getAsLong();
        long data = Repeats.data(count, ticks - last);
        now.ring.write(
                cpu.id(), ticks, cpu.task().id(), ip, parentIp, EntryType.REPEATS, EntryFlags.of(cpu.context()), data);
    }

    /** Records a stack trace: two frames an entry, of which all but the first continue it. */
    void recordStack(GuestCpu cpu, long[] addresses, int count) {
        for (int i = 0; i < count; i += 2) {
            long parent = i + 1 < count ? addresses[i + 1] : 0;
            record(live, live.ticks.getAsLong(), cpu, addresses[i], parent, EntryType.STACK, i);
        }
    }

    void record(GuestCpu cpu, long ip, long parentIp, EntryType type) {
        Live now = live;
        if (namesTasks) {
            names.remember(cpu.task());
        }
        now.ring.write(
                cpu.id(), now.ticks.getAsLong(), cpu.task().id(), ip, parentIp, type, EntryFlags.of(cpu.context()));
    }

    /** Records the entry of a call; answers the time that was recorded. */
    long recordEntry(GuestCpu cpu, long ip, int depth) {
        Live now = live;
        long ticks = now.ticks.getAsLong();
        record(now, ticks, cpu, ip, 0, EntryType.GRAPH_ENTRY, GraphData.of(depth, 0, 0));
        return ticks;
    }

    /** Records the return of a call with what it returned. */
    void recordReturn(GraphCall call, long entered, long result) {
        Live now = live;
        long ticks = now.ticks.getAsLong();
        long data = GraphData.of(call.depth(), ticks - entered, call.overrun());
        record(now, ticks, call.cpu(), call.ip(), result, EntryType.GRAPH_RETURN, data);
    }

    private void record(Live now, long ticks, GuestCpu cpu, long ip, long second, EntryType type, long data) {
        if (namesTasks) {
            names.remember(cpu.task());
        }
        now.ring.write(cpu.id(), ticks, cpu.task().id(), ip, second, type, EntryFlags.of(cpu.context()), data);
    }

    int cpus() {
        return cpus;
    }

    Live live() {
        return live;
    }

    TaskNames names() {
        return names;
    }

    synchronized @Nullable Live spare() {
        return spare;
    }

    synchronized void setOverwrites(boolean oldest) {
        overwrites = oldest;
        live.ring.setOverwrites(oldest);
        if (spare != null) {
            spare.ring.setOverwrites(oldest);
        }
    }

    void setNamesTasks(boolean on) {
        namesTasks = on;
    }

    synchronized void clear() {
        live = cleared(live);
    }

    private static Live cleared(Live buffer) {
        buffer.ring.clear();
        return new Live(buffer.ring, buffer.clock, buffer.ticks, buffer.ticks.getAsLong());
    }

    synchronized void swap() {
        Live taken = live;
        live = spare == null ? made(taken.clock, taken.ticks) : spare;
        spare = taken;
    }

    synchronized void clearSpare() {
        spare = spare == null ? null : cleared(spare);
    }

    synchronized void freeSpare() {
        spare = null;
    }

    /** Times of one clock mean nothing to another, so what was written goes. */
    synchronized void setClock(Clock clock) {
        LongSupplier ticks = clock.on(time);
        live = cleared(new Live(live.ring, clock, ticks, 0));
        spare = spare == null ? null : cleared(new Live(spare.ring, clock, ticks, 0));
    }

    synchronized long kilobytes() {
        return bytes >> 10;
    }

    synchronized String sizeText() {
        String size = Long.toString(bytes >> 10);
        return expanded ? size + "\n" : size + " (expanded: " + (DEFAULT_BYTES >> 10) + ")\n";
    }

    /** Small until a tracer is chosen. */
    synchronized void expand() {
        if (!expanded) {
            resize(DEFAULT_BYTES);
        }
    }

    synchronized void resize(long wanted) {
        long size = rounded(wanted);
        if (size / RingBuffer.ENTRY_BYTES > Integer.MAX_VALUE / 8) {
            throw new FtraceException(Errno.ENOMEM, "a buffer of " + wanted + " bytes");
        }
        expanded = true;
        if (size == bytes) {
            return;
        }
        try {
            live.ring.resize(entries(size));
            if (spare != null) {
                spare.ring.resize(entries(size));
            }
        } catch (OutOfMemoryError e) {
            throw new FtraceException(
                    Errno.ENOMEM, "a buffer of " + wanted + " bytes for each of " + cpus + " CPUs", e);
        }
        bytes = size;
    }
}
