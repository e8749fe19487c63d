package org.jftrace.tracefs.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RingBufferTest {
    private final RingBuffer ring = new RingBuffer(2, 4);

    private void write(int cpu, long time) {
        ring.write(cpu, time, 7, time * 3, time * 5, EntryType.FUNCTION, EntryFlags.HARDIRQ);
    }

    private List<Long> consumeAll() {
        List<Long> times = new ArrayList<>();
        for (RingBuffer.Consumed next = ring.consume(); next != null; next = ring.consume()) {
            times.add(next.entry().time());
        }
        return times;
    }

    private List<Long> times() {
        return ring.snapshot().stream().map(TraceEntry::time).toList();
    }

    @Test
    void whatIsWrittenIsRead() {
        ring.write(1, -1, 70_000, 0xffff_8000_8044_ed5cL, -2, EntryType.STACK, 0xff);
        assertEquals(
                List.of(new TraceEntry(-1, 1, 70_000, 0xffff_8000_8044_ed5cL, -2, EntryType.STACK, 0xff, 0, 0)),
                ring.snapshot());
    }

    @Test
    void cpusAreMergedByTime() {
        write(1, 10);
        write(0, 20);
        write(0, 30);
        write(1, 30);
        write(0, 40);
        assertEquals(
                List.of(1, 0, 0, 1, 0),
                ring.snapshot().stream().map(TraceEntry::cpu).toList());
        assertEquals(List.of(10L, 20L, 30L, 30L, 40L), consumeAll());
    }

    @Test
    void theOldestIsOverwrittenAndCounted() {
        for (int time = 1; time <= 10; time++) {
            write(0, time);
        }
        assertEquals(List.of(7L, 8L, 9L, 10L), times());
        assertEquals(new RingStats(4, 6, 0), ring.stats());
        assertEquals(10, ring.stats().written());
        assertEquals(new RingStats(0, 0, 0), ring.stats(1));
    }

    @Test
    void whatWasLostIsToldOnceWithTheNextEntry() {
        for (int time = 1; time <= 6; time++) {
            write(0, time);
        }
        RingBuffer.Consumed first = ring.consume();
        RingBuffer.Consumed second = ring.consume();
        assertNotNull(first);
        assertNotNull(second);
        assertEquals(2, first.lost());
        assertEquals(4, first.nextTime());
        assertEquals(0, second.lost());
    }

    @Test
    void withoutOverwritingTheNewEntryIsDropped() {
        ring.setOverwrites(false);
        for (int time = 1; time <= 6; time++) {
            write(0, time);
        }
        assertEquals(new RingStats(4, 0, 2), ring.stats());
        assertEquals(List.of(1L, 2L, 3L, 4L), consumeAll());
        write(0, 7);
        assertEquals(List.of(7L), times());
    }

    @Test
    void clearingForgetsEntriesAndCounts() {
        for (int time = 1; time <= 6; time++) {
            write(0, time);
        }
        ring.clear();
        assertEquals(new RingStats(0, 0, 0), ring.stats());
        assertNull(ring.consume());
        write(0, 7);
        assertEquals(List.of(7L), times());
    }

    @Test
    void aNewSizeKeepsTheNewestForWhichItHasRoom() {
        write(0, 1);
        ring.resize(8);
        assertEquals(List.of(1L), times());
        for (int time = 2; time <= 9; time++) {
            write(0, time);
        }
        assertEquals(List.of(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L), times());
        assertEquals(new RingStats(8, 1, 0), ring.stats());
        ring.resize(2);
        assertEquals(new RingStats(2, 7, 0), ring.stats());
        ring.resize(3);
        assertEquals(List.of(8L, 9L), times());
        write(0, 10);
        assertEquals(new RingStats(3, 7, 0), ring.stats());
        assertEquals(List.of(8L, 9L, 10L), consumeAll());
    }

    @Test
    void whatIsOlderGoesFirstWhenTheNewSegmentWraps() {
        write(0, 1);
        ring.resize(8);
        for (int time = 2; time <= 40; time++) {
            write(0, time);
        }
        assertEquals(List.of(33L, 34L, 35L, 36L, 37L, 38L, 39L, 40L), times());
        assertEquals(new RingStats(8, 32, 0), ring.stats());
    }

    @Test
    void whatANewSizeHasNoRoomForIsLostBeforeTheNextThatIsRead() {
        for (int time = 1; time <= 5; time++) {
            write(0, time);
        }
        RingBuffer.Consumed first = ring.consume();
        assertNotNull(first);
        assertEquals(2, first.entry().time());
        assertEquals(1, first.lost());
        ring.resize(1);
        RingBuffer.Consumed last = ring.consume();
        assertNotNull(last);
        assertEquals(5, last.entry().time());
        assertEquals(2, last.lost());
        assertEquals(new RingStats(0, 3, 0), ring.stats());
    }

    @Test
    void withoutOverwritingANewSizeKeepsAllAndTakesNewOnesOnceThereIsRoom() {
        ring.setOverwrites(false);
        for (int time = 1; time <= 4; time++) {
            write(0, time);
        }
        ring.resize(2);
        write(0, 5);
        assertEquals(new RingStats(4, 0, 1), ring.stats());
        assertEquals(List.of(1L, 2L, 3L, 4L), times());
        ring.consume();
        write(0, 6);
        assertEquals(List.of(2L, 3L, 4L), times());
        ring.resize(6);
        write(0, 7);
        assertEquals(List.of(2L, 3L, 4L, 7L), consumeAll());
        assertEquals(new RingStats(0, 0, 2), ring.stats());
        ring.setOverwrites(true);
        for (int time = 8; time <= 20; time++) {
            write(0, time);
        }
        assertEquals(List.of(15L, 16L, 17L, 18L, 19L, 20L), times());
    }

    @Test
    void segmentsAreLetGoOnceTheyAreClearedReadOrOverwritten() {
        CpuRing cpu = new CpuRing(0, 4);
        cpu.write(1, 4, 8, 0, 0, true);
        cpu.postRelease(new Segment(4));
        cpu.write(2, 4, 8, 0, 0, true);
        assertEquals(2, cpu.segments());
        cpu.clear();
        assertEquals(1, cpu.segments());
        cpu.write(3, 4, 8, 0, 0, true);
        cpu.postRelease(new Segment(4));
        cpu.write(4, 4, 8, 0, 0, true);
        cpu.peek();
        cpu.take();
        assertEquals(1, cpu.segments());
        cpu.postRelease(new Segment(2));
        cpu.write(5, 4, 8, 0, 0, true);
        assertEquals(2, cpu.segments());
        cpu.write(6, 4, 8, 0, 0, true);
        assertEquals(1, cpu.segments());
    }

    @Test
    void howeverOftenTheSizeChangesFewSegmentsAreKept() {
        CpuRing cpu = new CpuRing(0, 60);
        for (int time = 0; time < 50; time++) {
            cpu.write(time, 4, 8, 0, 0, true);
            cpu.tidy();
            cpu.postRelease(new Segment(60 + (time & 1)));
        }
        assertEquals(3, cpu.segments());
        assertEquals(
                LongStream.range(0, 50).boxed().toList(),
                cpu.snapshot().stream().map(TraceEntry::time).toList());
    }

    @Test
    void noEntryIsTornAndEachIsReadOrCountedWhileReadersAndResizersRun() throws InterruptedException {
        int writes = 10_000_000;
        List<Thread> writers = new ArrayList<>();
        for (int cpu = 0; cpu < 2; cpu++) {
            int mine = cpu;
            writers.add(new Thread(() -> {
                for (int time = 1; time <= writes; time++) {
                    write(mine, time);
                }
            }));
        }
        AtomicBoolean done = new AtomicBoolean();
        Tally tally = new Tally();
        Thread reader = new Thread(() -> {
            int round = 0;
            while (!done.get()) {
                tally.consume(ring);
                ring.snapshot().forEach(tally::check);
                if (++round % 64 == 0) {
                    ring.resize(3 + round / 64 % 5);
                }
            }
            tally.consume(ring);
        });
        reader.start();
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }
        done.set(true);
        reader.join();
        assertEquals(0, tally.torn);
        assertEquals(0, tally.gaps);
        assertEquals(0, ring.stats().entries());
        assertEquals(2L * writes, tally.read + ring.stats().overrun());
        assertEquals(ring.stats().overrun(), tally.lost);
    }

    @Test
    void eachIsReadOrCountedAsDropped() throws InterruptedException {
        ring.setOverwrites(false);
        int writes = 2_000_000;
        AtomicBoolean done = new AtomicBoolean();
        Tally tally = new Tally();
        Thread writer = new Thread(() -> {
            for (int time = 1; time <= writes; time++) {
                write(0, time);
            }
            done.set(true);
        });
        writer.start();
        for (int round = 1; !done.get(); round++) {
            tally.consume(ring);
            if (round % 64 == 0) {
                ring.resize(3 + round / 64 % 5);
            }
        }
        writer.join();
        tally.consume(ring);
        assertEquals(0, tally.torn);
        assertEquals(0, ring.stats().overrun());
        assertEquals(writes, tally.read + ring.stats().dropped());
    }

    private static final class Tally {
        private final long[] latest = new long[2];
        private long read;
        private long lost;
        private long torn;
        private long gaps;

        void consume(RingBuffer ring) {
            for (RingBuffer.Consumed next = ring.consume(); next != null; next = ring.consume()) {
                read++;
                lost += next.lost();
                TraceEntry entry = next.entry();
                check(entry);
                if (entry.time() != latest[entry.cpu()] + next.lost() + 1) {
                    gaps++;
                }
                latest[entry.cpu()] = entry.time();
            }
        }

        void check(TraceEntry entry) {
            if (entry.ip() != entry.time() * 3 || entry.parentIp() != entry.time() * 5 || entry.pid() != 7) {
                torn++;
            }
        }
    }
}
