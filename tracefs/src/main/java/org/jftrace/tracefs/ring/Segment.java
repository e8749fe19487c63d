package org.jftrace.tracefs.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A ring of slots with one writer, and readers that exclude each other. Positions count up for ever; position p lies in
 * slot p modulo the capacity.
 *
 * <pre>
 *   slot:  stamp | time | ip | parent ip | pid:32 type:16 flags:8 preempt:8
 *   stamp: 2p+1 while position p is being written, 2p+2 once it is complete
 * </pre>
 */
final class Segment {
    static final int SLOT_LONGS = 5;

    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle HEAD;
    private static final VarHandle TAIL;
    private static final VarHandle DROPPED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HEAD = lookup.findVarHandle(Segment.class, "head", long.class);
            TAIL = lookup.findVarHandle(Segment.class, "tail", long.class);
            DROPPED = lookup.findVarHandle(Segment.class, "dropped", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long[] slots;
    private final int capacity;

    /** How many were written; the writer's. */
    @SuppressWarnings("unused") // through HEAD
    private long head;

    /** The slot of {@link #head}: saves the writer a division. */
    private int next;

    /** How many were refused; the writer's. */
    @SuppressWarnings("unused") // through DROPPED
    private long dropped;

    /** How many were consumed or passed over; the readers'. */
    @SuppressWarnings("unused") // through TAIL
    private long tail;

    Segment(int capacity) {
        this.capacity = capacity;
        slots = new long[Math.multiplyExact(capacity, SLOT_LONGS)];
    }

    int capacity() {
        return capacity;
    }

    /** Calls nobody, so that on one thread no write comes in the middle of another. */
    void write(long time, long ip, long parentIp, long word, boolean overwrite) {
        long position = (long) HEAD.getOpaque(this);
        if (!overwrite && position - readTailAcquire() >= capacity) {
            countDroppedRelease();
            return;
        }
        int slot = next;
        int base = slot * SLOT_LONGS;
        SLOTS.setOpaque(slots, base, 2 * position + 1);
        // Whoever sees one of the stores below sees the odd stamp.
        VarHandle.storeStoreFence();
        SLOTS.setOpaque(slots, base + 1, time);
        SLOTS.setOpaque(slots, base + 2, ip);
        SLOTS.setOpaque(slots, base + 3, parentIp);
        SLOTS.setOpaque(slots, base + 4, word);
        publishRelease(base, position);
        next = slot + 1 == capacity ? 0 : slot + 1;
    }

    /** Whoever sees the even stamp, or the new head, sees the entry. */
    private void publishRelease(int base, long position) {
        SLOTS.setRelease(slots, base, 2 * position + 2);
        HEAD.setRelease(this, position + 1);
    }

    /** Whoever sees the count sees that nothing comes into the segment before. */
    private void countDroppedRelease() {
        DROPPED.setRelease(this, (long) DROPPED.getOpaque(this) + 1);
    }

    /** Entries before the head that is read are complete. */
    long readHeadAcquire() {
        return (long) HEAD.getAcquire(this);
    }

    /** The reads that the reader made before it moved the tail come before the writes into the slots it freed. */
    private long readTailAcquire() {
        return (long) TAIL.getAcquire(this);
    }

    /** What was read lies before the tail, so the writer may have its slots. */
    void moveTailRelease(long position) {
        TAIL.setRelease(this, position);
    }

    long tail() {
        return (long) TAIL.getOpaque(this);
    }

    /** Whether the writer was seen here. */
    boolean used() {
        return readHeadAcquire() + dropped() > 0;
    }

    long dropped() {
        return (long) DROPPED.getAcquire(this);
    }

    /** Where the oldest entry lies that was not overwritten yet, seen from a head. */
    long oldest(long atHead) {
        return Math.max(tail(), atHead - capacity);
    }

    /** Null if the entry was overwritten, or is just being. */
    @Nullable
    TraceEntry read(long position, int cpu) {
        int base = (int) (position % capacity) * SLOT_LONGS;
        long complete = 2 * position + 2;
        if ((long) SLOTS.getAcquire(slots, base) != complete) {
            return null;
        }
        long time = (long) SLOTS.getOpaque(slots, base + 1);
        long ip = (long) SLOTS.getOpaque(slots, base + 2);
        long parentIp = (long) SLOTS.getOpaque(slots, base + 3);
        long word = (long) SLOTS.getOpaque(slots, base + 4);
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
                (int) word & 0xff);
    }

    static long word(int pid, EntryType type, int flags, int preemptCount) {
        return ((long) pid << 32) | ((long) type.number() << 16) | ((flags & 0xffL) << 8) | (preemptCount & 0xff);
    }
}
