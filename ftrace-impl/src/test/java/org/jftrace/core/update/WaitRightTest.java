package org.jftrace.core.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.sim.light.LightMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of those that are inside a section one may wait for the others. Without that they wait for ever. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitRightTest {
    private final LightMachine machine = LightMachine.builder().cpus(2).build();
    private final GracePeriod grace = new GracePeriod(2);
    private final GracePeriod sleepers = grace.sibling();
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final CountDownLatch refused = new CountDownLatch(1);

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits inside a section of CPU 0 until the other thread has been told. */
    private Thread waiter(GracePeriod section) {
        Thread thread = new Thread(() -> {
            section.enter(machine.cpu(0));
            grace.runWaiting(() -> {
                waiting.countDown();
                await(refused);
                grace.runWaiting(grace::await);
                sleepers.runWaiting(sleepers::await);
            });
            section.exit(machine.cpu(0));
        });
        thread.start();
        await(waiting);
        return thread;
    }

    private void secondIsRefused(GracePeriod first, GracePeriod second) throws InterruptedException {
        second.enter(machine.cpu(1));
        Thread thread = waiter(first);
        Errno errno = assertThrows(FtraceException.class, () -> second.runWaiting(second::await))
                .errno();
        assertEquals(Errno.EAGAIN, errno);
        refused.countDown();
        second.exit(machine.cpu(1));
        thread.join();
        second.enter(machine.cpu(1));
        second.runWaiting(second::await);
        second.exit(machine.cpu(1));
    }

    @Test
    void twoInOneSection() throws InterruptedException {
        secondIsRefused(grace, grace);
    }

    @Test
    void twoInTwoSectionsOfOneFtrace() throws InterruptedException {
        secondIsRefused(sleepers, grace);
    }

    @Test
    void whoIsOutsideWaitsForWhoWaitsInside() throws InterruptedException {
        Thread inside = waiter(grace);
        List<String> ran = new ArrayList<>();
        grace.runWaiting(() -> ran.add("outside"));
        assertEquals(List.of("outside"), ran);
        refused.countDown();
        grace.await();
        inside.join();
    }

    @Test
    void theRightIsGivenBackIfTheChangeFails() {
        grace.enter(machine.cpu(0));
        assertThrows(
                IllegalStateException.class,
                () -> grace.runWaiting(() -> {
                    throw new IllegalStateException("on purpose");
                }));
        Thread other = new Thread(() -> {
            sleepers.enter(machine.cpu(1));
            sleepers.runWaiting(refused::countDown);
            sleepers.exit(machine.cpu(1));
        });
        other.start();
        await(refused);
        grace.exit(machine.cpu(0));
    }

    /** Fails by the time-out. */
    @Test
    void sectionsThatNobodyHasAnyMoreAreForgotten() {
        WaitRight right = new WaitRight();
        right.add(grace);
        for (int i = 0; i < 10; i++) {
            right.add(new GracePeriod(1));
        }
        do {
            System.gc();
            right.add(new GracePeriod(1));
        } while (right.sections() > 2);
    }
}
