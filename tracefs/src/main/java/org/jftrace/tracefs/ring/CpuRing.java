package org.jftrace.tracefs.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The buffer of one CPU. {@link #write} is for the thread that runs the CPU; everything else for readers, which exclude
 * each other.
 *
 * <p>A new size is a new segment. The old one stays, to be read first, until the writer was seen in the new one: only then
 * can nothing come into the old one any more.
 */
final class CpuRing {
    private static final VarHandle CURRENT;

    static {
        try {
            CURRENT = MethodHandles.lookup().findVarHandle(CpuRing.class, "current", Segment.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int cpu;
    private final Deque<Segment> older = new ArrayDeque<>();
    private Segment current;
    private long overrun;
    private long droppedBefore;
    private long droppedOlder;
    private long lost;
    private @Nullable TraceEntry peeked;

    CpuRing(int cpu, int capacity) {
        this.cpu = cpu;
        current = new Segment(capacity);
    }

    void write(long time, long ip, long parentIp, long word, boolean overwrite) {
        segmentAcquire().write(time, ip, parentIp, word, overwrite);
    }

    /** The segment's array is seen filled with zeros. */
    private Segment segmentAcquire() {
        return (Segment) CURRENT.getAcquire(this);
    }

    void resize(int capacity) {
        older.addLast(current);
        CURRENT.setRelease(this, new Segment(capacity));
    }

    void clear() {
        peeked = null;
        older.forEach(segment -> segment.moveTailRelease(segment.readHeadAcquire()));
        current.moveTailRelease(current.readHeadAcquire());
        while (!older.isEmpty() && isLeftBehind(older.getFirst())) {
            droppedOlder += older.removeFirst().dropped();
        }
        overrun = 0;
        lost = 0;
        droppedBefore = droppedEver();
    }

    RingStats stats() {
        long entries = peeked == null ? 0 : 1;
        long unseen = 0;
        for (Segment segment : older) {
            long head = segment.readHeadAcquire();
            entries += head - segment.oldest(head);
            unseen += segment.oldest(head) - segment.tail();
        }
        long head = current.readHeadAcquire();
        entries += head - current.oldest(head);
        unseen += current.oldest(head) - current.tail();
        return new RingStats(entries, overrun + unseen, droppedEver() - droppedBefore);
    }

    private long droppedEver() {
        return droppedOlder
                + current.dropped()
                + older.stream().mapToLong(Segment::dropped).sum();
    }

    /** The oldest entry, which stays the oldest until it is {@link #take taken}. Null if there is none. */
    @Nullable
    TraceEntry peek() {
        while (peeked == null) {
            Segment segment = older.isEmpty() ? current : older.getFirst();
            // Before the head: once the writer is in a newer segment, the head that is read next is the last.
            boolean settled = writerLeft(segment);
            long head = segment.readHeadAcquire();
            long position = segment.oldest(head);
            pass(position - segment.tail());
            if (position < head) {
                peeked = segment.read(position, cpu);
                pass(peeked == null ? 1 : 0);
                segment.moveTailRelease(position + 1);
            } else if (settled) {
                droppedOlder += segment.dropped();
                older.removeFirst();
            } else {
                segment.moveTailRelease(position);
                return null;
            }
        }
        return peeked;
    }

    /** Asks for the writer first: once it is in a newer segment, the head that is read next is the last. */
    private boolean isLeftBehind(Segment segment) {
        return writerLeft(segment) && segment.readHeadAcquire() == segment.tail();
    }

    /** How many segments are kept. */
    int segments() {
        return older.size() + 1;
    }

    private boolean writerLeft(Segment segment) {
        return segment != current
                && (current.used() || older.stream().anyMatch(other -> other != segment && other.used()));
    }

    private void pass(long count) {
        overrun += count;
        lost += count;
    }

    void take() {
        peeked = null;
        lost = 0;
    }

    /** How many were overwritten unread since the last {@link #take}. */
    long lost() {
        return lost;
    }

    /** What is there now, oldest first and without gaps; nothing is consumed. */
    Deque<TraceEntry> snapshot() {
        Deque<TraceEntry> found = new ArrayDeque<>();
        boolean whole = copy(current, found);
        for (Iterator<Segment> segments = older.descendingIterator(); whole && segments.hasNext(); ) {
            whole = copy(segments.next(), found);
        }
        if (whole && peeked != null) {
            found.addFirst(peeked);
        }
        return found;
    }

    /** From the newest backwards, as far as the writer, who overwrites the oldest, has not come. */
    private boolean copy(Segment segment, Deque<TraceEntry> found) {
        long head = segment.readHeadAcquire();
        for (long position = head - 1; position >= segment.oldest(head); position--) {
            TraceEntry entry = segment.read(position, cpu);
            if (entry == null) {
                return false;
            }
            found.addFirst(entry);
        }
        return true;
    }
}
