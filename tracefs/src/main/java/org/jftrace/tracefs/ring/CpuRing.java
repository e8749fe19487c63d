package org.jftrace.tracefs.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The buffer of one CPU. {@link #write} is for the thread that runs the CPU; everything else for readers, which exclude
 * each other.
 *
 * <p>Each entry has a position, one more than the entry before it, whatever becomes of the size. What can be read lies from
 * the oldest position, which the writer's trimming and the readers' tail push up, to the head. So what a reader missed is
 * exactly what lies between its tail and the oldest.
 *
 * <p>A new size is a new segment, which the readers post and the writer changes to at its next write. It takes its older
 * segments with it, to be read until they are trimmed.
 */
final class CpuRing {
    private static final VarHandle WANTED;
    private static final VarHandle CURRENT;
    private static final VarHandle HEAD;
    private static final VarHandle TRIMMED;
    private static final VarHandle TAIL;
    private static final VarHandle DROPPED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WANTED = lookup.findVarHandle(CpuRing.class, "wanted", Segment.class);
            CURRENT = lookup.findVarHandle(CpuRing.class, "current", Segment.class);
            HEAD = lookup.findVarHandle(CpuRing.class, "head", long.class);
            TRIMMED = lookup.findVarHandle(CpuRing.class, "trimmed", long.class);
            TAIL = lookup.findVarHandle(CpuRing.class, "tail", long.class);
            DROPPED = lookup.findVarHandle(CpuRing.class, "dropped", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int cpu;

    /** Where the writer is to be; the readers'. */
    private Segment wanted;

    /** Where the writer is; the writer's. */
    private Segment current;

    /** How many were written; the writer's. */
    private long head;

    /** Positions below went for newer ones; the writer's. */
    private long trimmed;

    /** How many were refused; the writer's. */
    private long dropped;

    /** Positions below were read or passed over; the readers'. */
    private long tail;

    private long overrun;
    private long droppedBefore;
    private long lost;
    private @Nullable TraceEntry peeked;

    CpuRing(int cpu, int capacity) {
        this.cpu = cpu;
        wanted = new Segment(capacity);
        current = wanted;
    }

    /** Calls nobody, so that on one thread no write comes in the middle of another. */
    void write(long time, long ip, long parentIp, long word, long data, boolean overwrite) {
        Segment segment = wantedAcquire();
        if (segment != current) {
            segment.begin(head, current);
            changeRelease(segment);
        }
        long position = head;
        int capacity = segment.capacity();
        if (!overwrite && position - Math.max(readTailAcquire(), trimmed) >= capacity) {
            countDroppedRelease();
            return;
        }
        if (overwrite && trimmed <= position - capacity) {
            trimRelease(position + 1 - capacity);
        }
        segment.write(position, time, ip, parentIp, word, data);
        moveHeadRelease(position + 1);
    }

    /** The segment's array is seen filled with zeros. */
    private Segment wantedAcquire() {
        return (Segment) WANTED.getAcquire(this);
    }

    /** Whoever finds the segment finds where it begins, and the older ones. */
    private void changeRelease(Segment segment) {
        CURRENT.setRelease(this, segment);
    }

    private Segment readCurrentAcquire() {
        return (Segment) CURRENT.getAcquire(this);
    }

    /** Whoever sees the new head finds the entry, from the segment that is current then. */
    private void moveHeadRelease(long position) {
        HEAD.setRelease(this, position);
    }

    private long readHeadAcquire() {
        return (long) HEAD.getAcquire(this);
    }

    /** Comes after the head's last move, so that nobody sees a head below it. */
    private void trimRelease(long position) {
        TRIMMED.setRelease(this, position);
    }

    /** Where the oldest entry lies. To be asked for before the head, which is not below it then. */
    private long readOldestAcquire() {
        return Math.max(tail, (long) TRIMMED.getAcquire(this));
    }

    /** The reads that the reader made before it moved the tail come before the writes into the slots it freed. */
    private long readTailAcquire() {
        return (long) TAIL.getAcquire(this);
    }

    /** What was read lies before the tail, so the writer may have its slots. */
    private void moveTailRelease(long position) {
        TAIL.setRelease(this, position);
    }

    /** Whoever sees the count sees what was written before. */
    private void countDroppedRelease() {
        DROPPED.setRelease(this, dropped + 1);
    }

    private long readDroppedAcquire() {
        return (long) DROPPED.getAcquire(this);
    }

    /** Lets go of segments that nothing is to be read from, and makes one of those that the writer has left. */
    void tidy() {
        readCurrentAcquire().mergeOlder(readOldestAcquire());
    }

    /** The writer will see the segment's array filled with zeros. */
    void postRelease(Segment segment) {
        WANTED.setRelease(this, segment);
    }

    /** Passes over all but the newest. */
    void keep(int newest) {
        long first = readHeadAcquire() - newest;
        if (peeked != null && first >= tail) {
            peeked = null;
            pass(1);
        }
        if (first > tail) {
            pass(first - tail);
            moveTailRelease(first);
        }
    }

    void clear() {
        peeked = null;
        moveTailRelease(readHeadAcquire());
        tidy();
        overrun = 0;
        lost = 0;
        droppedBefore = readDroppedAcquire();
    }

    RingStats stats() {
        long oldest = readOldestAcquire();
        long entries = readHeadAcquire() - oldest + (peeked == null ? 0 : 1);
        return new RingStats(entries, overrun + oldest - tail, readDroppedAcquire() - droppedBefore);
    }

    /** The oldest entry, which stays the oldest until it is {@link #take taken}. Null if there is none. */
    @Nullable
    TraceEntry peek() {
        while (peeked == null) {
            long position = readOldestAcquire();
            if (position >= readHeadAcquire()) {
                return null;
            }
            // Null if the writer has just trimmed it; then another is the oldest.
            peeked = readCurrentAcquire().read(position, cpu);
            if (peeked != null) {
                pass(position - tail);
                moveTailRelease(position + 1);
            }
        }
        return peeked;
    }

    private void pass(long count) {
        overrun += count;
        lost += count;
    }

    void take() {
        peeked = null;
        lost = 0;
        Segment segment = readCurrentAcquire();
        if (tail >= segment.first()) {
            segment.forgetOlderRelease();
        }
    }

    /** How many were overwritten unread since the last {@link #take}. */
    long lost() {
        return lost;
    }

    /** How many segments are kept. */
    int segments() {
        Segment segment = readCurrentAcquire();
        return 1 + segment.countOlder() + (wanted == segment ? 0 : 1);
    }

    /**
     * What is there now, oldest first and without gaps; nothing is consumed. From the newest backwards, as far as the writer,
     * who overwrites the oldest, has not come.
     */
    Deque<TraceEntry> snapshot() {
        Deque<TraceEntry> found = new ArrayDeque<>();
        long position = readHeadAcquire() - 1;
        Segment segment = readCurrentAcquire();
        while (position >= readOldestAcquire()) {
            TraceEntry entry = segment.read(position, cpu);
            if (entry == null) {
                return found;
            }
            found.addFirst(entry);
            position--;
        }
        if (peeked != null && position < tail) {
            found.addFirst(peeked);
        }
        return found;
    }
}
