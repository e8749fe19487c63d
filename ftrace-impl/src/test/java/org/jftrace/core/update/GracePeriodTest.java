package org.jftrace.core.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.GuestCpu;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GracePeriodTest {
    private final LightMachine machine = LightMachine.builder().cpus(2).build();
    private final GracePeriod grace = new GracePeriod(2);
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    private static Thread start(Runnable body) {
        Thread thread = new Thread(body);
        thread.start();
        return thread;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opens a section in a thread of its own, and leaves it when told to. */
    private final class Reader {
        final CountDownLatch inside = new CountDownLatch(1);
        final CountDownLatch leave = new CountDownLatch(1);
        final Thread thread;

        Reader(GuestCpu cpu, int nested) {
            thread = start(() -> {
                for (int i = 0; i <= nested; i++) {
                    grace.enter(cpu);
                }
                inside.countDown();
                GracePeriodTest.await(leave);
                for (int i = 0; i < nested; i++) {
                    grace.exit(cpu);
                }
                order.add("left");
                grace.exit(cpu);
            });
            GracePeriodTest.await(inside);
        }
    }

    private void waitsFor(Reader reader) throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        Thread waiter = start(() -> {
            started.countDown();
            grace.await();
            order.add("waited");
        });
        await(started);
        waiter.join(50); // ends at once if it does not wait
        assertTrue(waiter.isAlive());
        reader.leave.countDown();
        waiter.join();
        reader.thread.join();
        assertEquals(List.of("left", "waited"), order);
    }

    @Test
    void waitsForAnOpenSection() throws InterruptedException {
        waitsFor(new Reader(machine.cpu(1), 0));
    }

    @Test
    void waitsForTheOutermostOfNestedSections() throws InterruptedException {
        waitsFor(new Reader(machine.cpu(0), 3));
    }

    @Test
    void doesNotWaitForItsOwnSections() {
        grace.enter(machine.cpu(0));
        grace.enter(machine.cpu(0));
        grace.await();
        assertTrue(grace.isInside());
        grace.exit(machine.cpu(0));
        assertTrue(grace.isInside());
        grace.exit(machine.cpu(0));
        assertFalse(grace.isInside());
    }

    @Test
    void waitsForAnotherThreadOnACpuThatItOnceRanItself() throws InterruptedException {
        grace.enter(machine.cpu(0));
        grace.exit(machine.cpu(0));
        Reader reader = new Reader(machine.cpu(0), 0);
        assertFalse(grace.isInside());
        waitsFor(reader);
    }

    /** Newer JDKs have a native method below {@code yield}. */
    private static boolean yields(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .limit(2)
                .anyMatch(frame -> frame.getMethodName().equals("yield"));
    }

    /** The reader is in its next section by the time that the waiter looks again; nearly always, so it is tried several times. */
    @RepeatedTest(20)
    void doesNotWaitForASectionThatFollowsTheOneItFoundOpen() throws InterruptedException {
        CountDownLatch inFirst = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch leaveSecond = new CountDownLatch(1);
        Thread reader = start(() -> {
            grace.enter(machine.cpu(0));
            inFirst.countDown();
            await(goOn);
            grace.exit(machine.cpu(0));
            grace.enter(machine.cpu(0));
            await(leaveSecond);
            grace.exit(machine.cpu(0));
        });
        await(inFirst);
        Thread waiter = start(grace::await);
        while (!yields(waiter)) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        waiter.join(Duration.ofSeconds(20).toMillis());
        assertFalse(waiter.isAlive());
        leaveSecond.countDown();
        reader.join();
    }

    @Test
    void doesNotWaitForSectionsThatOpenLater() throws InterruptedException {
        Reader reader = new Reader(machine.cpu(1), 0);
        Thread waiter = start(grace::await);
        CountDownLatch stop = new CountDownLatch(1);
        Thread busy = start(() -> {
            while (stop.getCount() > 0) {
                grace.enter(machine.cpu(0));
                grace.exit(machine.cpu(0));
            }
        });
        reader.leave.countDown();
        reader.thread.join();
        waiter.join();
        stop.countDown();
        busy.join();
        assertTimeoutPreemptively(Duration.ofSeconds(30), grace::await);
    }

    /** What is published and taken back; freed once nobody can be using it. */
    private static final class Resource {
        private static final VarHandle FREED;

        static {
            try {
                FREED = MethodHandles.lookup().findVarHandle(Resource.class, "freed", boolean.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        @SuppressWarnings("unused") // through FREED
        private boolean freed;
    }

    /** If enter() opens with a store it is, some hundred times a second on x86, which lets a load overtake a store. */
    @Test
    void whatASectionFindsIsNotFreedBeforeItIsLeft() throws InterruptedException {
        AtomicReference<Resource> published = new AtomicReference<>();
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger used = new AtomicInteger();
        Thread reader = start(() -> {
            while (!done.getOpaque()) {
                grace.enter(machine.cpu(0));
                Resource found = published.getAcquire();
                for (int look = 0; look < 20; look++) {
                    if (found != null && (boolean) Resource.FREED.getOpaque(found)) {
                        used.incrementAndGet();
                    }
                }
                grace.exit(machine.cpu(0));
            }
        });
        long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        while (System.nanoTime() < end) {
            Resource resource = new Resource();
            published.setRelease(resource);
            Thread.onSpinWait();
            published.setRelease(null);
            grace.await();
            Resource.FREED.setOpaque(resource, true);
        }
        done.setOpaque(true);
        reader.join();
        assertEquals(0, used.get());
    }
}
