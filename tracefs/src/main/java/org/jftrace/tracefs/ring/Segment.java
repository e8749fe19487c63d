package org.jftrace.tracefs.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A ring of slots, and the segments that the writer was in before it. Positions count up for ever, from one segment to the
 * next; position p lies in slot (p - first) modulo the capacity. Once the writer has left a segment, it never changes.
 *
 * <pre>
 *   slot:  stamp | time | ip | parent ip | pid:32 type:16 flags:8 preempt:8 | data, by type
 *   stamp: 2p+1 while position p is being written, 2p+2 once it is complete
 * </pre>
 */
final class Segment {
    static final int SLOT_LONGS = 6;

    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle OLDER;

    static {
        try {
            OLDER = MethodHandles.lookup().findVarHandle(Segment.class, "older", Segment.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long[] slots;
    private final int capacity;

    /** The lowest position that may lie here. */
    private long first;

    /** The slot of the next position: saves the writer a division. */
    private int next;

    /** Null if nothing that can be read lies there. */
    @SuppressWarnings("unused") // through OLDER
    private @Nullable Segment older;

    Segment(int capacity) {
        this.capacity = capacity;
        slots = new long[Math.multiplyExact(capacity, SLOT_LONGS)];
    }

    int capacity() {
        return capacity;
    }

    long first() {
        return first;
    }

    /** For the writer, before anybody else finds it. */
    void begin(long position, Segment before) {
        first = position;
        older = before;
    }

    /** For the writer: of a position whose slot holds nothing any more that is to be read. */
    void write(long position, long time, long ip, long parentIp, long word, long data) {
        int slot = next;
        int base = slot * SLOT_LONGS;
        beginRelease(base, position);
        // Whoever sees one of the stores below sees the odd stamp.
        VarHandle.storeStoreFence();
        SLOTS.setOpaque(slots, base + 1, time);
        SLOTS.setOpaque(slots, base + 2, ip);
        SLOTS.setOpaque(slots, base + 3, parentIp);
        SLOTS.setOpaque(slots, base + 4, word);
        SLOTS.setOpaque(slots, base + 5, data);
        publishRelease(base, position);
        next = slot + 1;
        if (next == capacity) {
            next = 0;
            // There was room for a whole round, so whatever came before it was trimmed or read.
            forgetOlderRelease();
        }
    }

    /** Whoever sees the odd stamp sees that what the slot held before was trimmed. */
    private void beginRelease(int base, long position) {
        SLOTS.setRelease(slots, base, 2 * position + 1);
    }

    /** Whoever sees the even stamp sees the entry. */
    private void publishRelease(int base, long position) {
        SLOTS.setRelease(slots, base, 2 * position + 2);
    }

    /** Whoever misses the older segments sees that what lay there was trimmed. */
    void forgetOlderRelease() {
        OLDER.setRelease(this, null);
    }

    private @Nullable Segment olderAcquire() {
        return (Segment) OLDER.getAcquire(this);
    }

    /** How many segments older than this are kept. */
    int countOlder() {
        Segment before = olderAcquire();
        return before == null ? 0 : 1 + before.countOlder();
    }

    /** For readers: makes all older segments one that has what is to be read, from a position up. */
    void mergeOlder(long from) {
        Segment before = olderAcquire();
        if (before == null) {
            return;
        }
        if (from >= first) {
            forgetOlderRelease();
        } else {
            // The writer may have forgotten them meanwhile; then they are kept until it does so again, or a reader.
            OLDER.setRelease(this, before.merged(from, first));
        }
    }

    private Segment merged(long from, long to) {
        Segment merged = new Segment(Math.toIntExact(to - from));
        merged.first = from;
        for (long position = from; position < to; position++) {
            Segment holder = holding(position);
            if (holder != null) {
                System.arraycopy(holder.slots, holder.base(position), merged.slots, merged.base(position), SLOT_LONGS);
            }
        }
        return merged;
    }

    private @Nullable Segment holding(long position) {
        Segment segment = this;
        while (segment != null && position < segment.first) {
            segment = segment.olderAcquire();
        }
        return segment;
    }

    private int base(long position) {
        return (int) ((position - first) % capacity) * SLOT_LONGS;
    }

    /** Null if the entry was overwritten, or is just being; then it was trimmed. */
    @Nullable
    TraceEntry read(long position, int cpu) {
        Segment holder = holding(position);
        return holder == null ? null : holder.readHere(position, cpu);
    }

    private @Nullable TraceEntry readHere(long position, int cpu) {
        int base = base(position);
        long complete = 2 * position + 2;
        if ((long) SLOTS.getAcquire(slots, base) != complete) {
            return null;
        }
        long time = (long) SLOTS.getOpaque(slots, base + 1);
        long ip = (long) SLOTS.getOpaque(slots, base + 2);
        long parentIp = (long) SLOTS.getOpaque(slots, base + 3);
        long word = (long) SLOTS.getOpaque(slots, base + 4);
        long data = (long) SLOTS.getOpaque(slots, base + 5);
        // A load above that saw a later entry's store makes the load below see a later stamp.
        VarHandle.acquireFence();
        if ((long) SLOTS.getOpaque(slots, base) != complete) {
            return null;
        }
        return new TraceEntry(
                time,
                cpu,
                (int) (word >>> 32),
                ip,
                parentIp,
                EntryType.of((int) (word >>> 16) & 0xffff),
                (int) (word >>> 8) & 0xff,
                (int) word & 0xff,
                data);
    }

    static long word(int pid, EntryType type, int flags, int preemptCount) {
        return ((long) pid << 32) | ((long) type.number() << 16) | ((flags & 0xffL) << 8) | (preemptCount & 0xff);
    }
}
