package org.jftrace.tracefs.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One thread writes, one reads, one changes the size. Each entry carries its number: it is read in order, or counted. */
@Timeout(60)
class ResizeStressTest {
    private static final int WRITES = 1_000_000;
    private static final int RESIZES = 1000;

    private final RingBuffer ring = new RingBuffer(1, 4);
    private final AtomicBoolean done = new AtomicBoolean();
    private final List<String> wrong = new ArrayList<>();
    private long read;
    private long lost;
    private long latest;
    private long written;
    private volatile int resizes;

    private void write(int count) {
        for (int i = 0; i < count; i++) {
            long number = ++written;
            ring.write(0, number, 7, number * 3, number * 5, EntryType.FUNCTION, 0, -number);
        }
    }

    private void check(TraceEntry entry) {
        long number = entry.time();
        if (entry.ip() != number * 3 || entry.parentIp() != number * 5 || entry.data() != -number || entry.pid() != 7) {
            wrong.add("torn: " + entry);
        }
    }

    private void consumeAll(boolean overwrites) {
        for (RingBuffer.Consumed next = ring.consume(); next != null; next = ring.consume()) {
            check(next.entry());
            long number = next.entry().time();
            boolean follows = overwrites ? number == latest + next.lost() + 1 : number > latest;
            if (!follows || (!overwrites && next.lost() > 0)) {
                wrong.add(number + " after " + latest + " with " + next.lost() + " lost");
            }
            read++;
            lost += next.lost();
            latest = number;
        }
    }

    private void look() {
        long before = 0;
        for (TraceEntry entry : ring.snapshot()) {
            check(entry);
            if (before != 0 && entry.time() <= before) {
                wrong.add(entry.time() + " after " + before + " in a snapshot");
            }
            before = entry.time();
        }
    }

    private void run(boolean overwrites, Runnable reading) throws InterruptedException {
        ring.setOverwrites(overwrites);
        Thread writer = new Thread(() -> {
            write(WRITES);
            while (resizes < RESIZES) {
                write(1);
            }
            done.set(true);
        });
        Thread reader = new Thread(() -> {
            while (!done.get()) {
                reading.run();
            }
        });
        Thread resizer = new Thread(() -> {
            for (int round = 0; !done.get(); round++) {
                ring.resize(1 + round * 7 % 13);
                resizes = round;
            }
        });
        List<Thread> all = List.of(writer, reader, resizer);
        all.forEach(Thread::start);
        for (Thread each : all) {
            each.join();
        }
        consumeAll(overwrites);
        assertEquals(List.of(), wrong.stream().limit(5).toList());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachEntryIsReadOnceInOrderOrCountedAsLost(boolean looks) throws InterruptedException {
        run(true, () -> {
            consumeAll(true);
            if (looks) {
                look();
            }
        });
        assertEquals(new RingStats(0, lost, 0), ring.stats());
        assertEquals(written, read + lost);
        assertEquals(written, latest);
    }

    @Test
    void eachEntryIsReadOnceInOrderOrCountedAsDropped() throws InterruptedException {
        run(false, () -> {
            consumeAll(false);
            look();
        });
        assertEquals(new RingStats(0, 0, written - read), ring.stats());
    }

    @Test
    void whatIsLeftIsTheNewest() throws InterruptedException {
        run(true, this::look);
        ring.resize(9);
        long before = written;
        write(20);
        assertEquals(
                List.of(12L, 13L, 14L, 15L, 16L, 17L, 18L, 19L, 20L),
                ring.snapshot().stream().map(entry -> entry.time() - before).toList());
    }
}
