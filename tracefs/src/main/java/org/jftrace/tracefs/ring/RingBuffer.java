package org.jftrace.tracefs.ring;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ring buffer for each CPU. Writing takes no lock, never waits and allocates nothing. Each CPU has one writer: the
 * thread that runs it, wherever it was interrupted, since a write calls nobody. Readers exclude each other.
 */
public final class RingBuffer {
    /** What the buffer of one CPU is made of. */
    public static final int ENTRY_BYTES = Segment.SLOT_LONGS * Long.BYTES;

    private final CpuRing[] rings;
    private volatile boolean overwrites = true;

    /**
     * Makes buffers.
     *
     * @param cpus at least 1
     * @param entries room for so many on each CPU, at least 1
     */
    public RingBuffer(int cpus, int entries) {
        rings = new CpuRing[cpus];
        for (int cpu = 0; cpu < cpus; cpu++) {
            rings[cpu] = new CpuRing(cpu, entries);
        }
    }

    /**
     * Writes an entry. For the thread that runs the CPU.
     *
     * @param cpu whose buffer
     * @param time by the clock of the buffer
     * @param pid of the current task
     * @param ip the call site
     * @param parentIp where the function returns to
     * @param type of the entry
     * @param flags {@link EntryFlags}
     */
    public void write(int cpu, long time, int pid, long ip, long parentIp, EntryType type, int flags) {
        write(cpu, time, pid, ip, parentIp, type, flags, 0);
    }

    /**
     * Writes an entry that tells more. For the thread that runs the CPU.
     *
     * @param cpu whose buffer
     * @param time by the clock of the buffer
     * @param pid of the current task
     * @param ip the call site
     * @param parentIp where the function returns to
     * @param type of the entry
     * @param flags {@link EntryFlags}
     * @param data as the type says
     */
    public void write(int cpu, long time, int pid, long ip, long parentIp, EntryType type, int flags, long data) {
        rings[cpu].write(time, ip, parentIp, Segment.word(pid, type, flags, 0), data, overwrites);
    }

    /**
     * Tells what goes when a buffer is full.
     *
     * @param oldest true for the oldest entry, false for the new one
     */
    public void setOverwrites(boolean oldest) {
        overwrites = oldest;
    }

    /**
     * Gives each CPU a buffer of another size. A buffer that overwrites keeps the newest entries for which there is room; one
     * that does not keeps all of them, and takes new ones once there is room.
     *
     * @param entries at least 1
     * @throws OutOfMemoryError if there is no memory; nothing has changed then
     */
    public synchronized void resize(int entries) {
        List<Segment> segments = new ArrayList<>();
        for (CpuRing ring : rings) {
            ring.tidy();
            segments.add(new Segment(entries));
        }
        for (int cpu = 0; cpu < rings.length; cpu++) {
            rings[cpu].postRelease(segments.get(cpu));
            if (overwrites) {
                rings[cpu].keep(entries);
            }
        }
    }

    /** Forgets what was written, and the counts. */
    public synchronized void clear() {
        for (CpuRing ring : rings) {
            ring.clear();
        }
    }

    /**
     * Returns how many CPUs have a buffer.
     *
     * @return at least 1
     */
    public int cpus() {
        return rings.length;
    }

    /**
     * Counts the entries of all CPUs.
     *
     * @return exact while nobody writes
     */
    public synchronized RingStats stats() {
        RingStats sum = new RingStats(0, 0, 0);
        for (CpuRing ring : rings) {
            sum = sum.plus(ring.stats());
        }
        return sum;
    }

    /**
     * Counts the entries of one CPU.
     *
     * @param cpu whose
     * @return exact while nobody writes
     */
    public synchronized RingStats stats(int cpu) {
        return rings[cpu].stats();
    }

    /**
     * Returns what can be read, and consumes nothing. What is written meanwhile may be missing.
     *
     * @return by ascending time; of several at one time that of the lowest CPU first
     */
    public synchronized List<TraceEntry> snapshot() {
        List<Deque<TraceEntry>> all = new ArrayList<>();
        for (CpuRing ring : rings) {
            all.add(new ArrayDeque<>(ring.snapshot()));
        }
        List<TraceEntry> merged = new ArrayList<>();
        while (true) {
            Deque<TraceEntry> first = null;
            for (Deque<TraceEntry> entries : all) {
                if (!entries.isEmpty() && (first == null || earlier(entries.getFirst(), first.getFirst()))) {
                    first = entries;
                }
            }
            if (first == null) {
                return merged;
            }
            merged.add(first.removeFirst());
        }
    }

    /**
     * Consumes an entry: the earliest of all CPUs' oldest.
     *
     * @return null if there is none
     */
    public synchronized @Nullable Consumed consume() {
        CpuRing ring = earliest();
        TraceEntry entry = ring == null ? null : ring.peek();
        if (ring == null || entry == null) {
            return null;
        }
        long lost = ring.lost();
        ring.take();
        CpuRing next = earliest();
        TraceEntry following = next == null ? null : next.peek();
        return new Consumed(entry, lost, following == null ? entry.time() : following.time());
    }

    private @Nullable CpuRing earliest() {
        CpuRing earliest = null;
        TraceEntry first = null;
        for (CpuRing ring : rings) {
            TraceEntry oldest = ring.peek();
            if (oldest != null && (first == null || earlier(oldest, first))) {
                earliest = ring;
                first = oldest;
            }
        }
        return earliest;
    }

    private static boolean earlier(TraceEntry one, TraceEntry other) {
        return Long.compareUnsigned(one.time(), other.time()) < 0;
    }

    /**
     * An entry that was consumed.
     *
     * @param entry what was written
     * @param lost how many of its CPU were overwritten between the last one consumed and this
     * @param nextTime when the entry that follows was written; its own time if none follows
     */
    public record Consumed(TraceEntry entry, long lost, long nextTime) {}
}
