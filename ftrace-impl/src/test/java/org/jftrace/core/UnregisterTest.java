package org.jftrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.sim.light.LightMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows C1 and C9 of the races that kernels had: who ends a tracer waits, and who would wait in a callback is told so. */
@Timeout(60)
class UnregisterTest {
    private final LightMachine light = LightMachine.builder().functions(3).build();
    private final WatchedMachine machine = new WatchedMachine(light);
    private final FtraceCore ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch inCallback = new CountDownLatch(1);
    private final CountDownLatch leaveCallback = new CountDownLatch(1);
    private final CountDownLatch aboutToWait = new CountDownLatch(1);

    UnregisterTest() {
        light.intercept(ftrace.hostEntry());
        machine.watch(step -> {
            if (step.equals("quiesce")) {
                aboutToWait.countDown();
            } else if (step.equals("give memory")) {
                order.add("freed");
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private FtraceOps blocking(Filter filter) {
        return FtraceOps.of("blocking", filter, (ip, parentIp, ops, regs) -> {
            inCallback.countDown();
            await(leaveCallback);
            order.add("callback ended");
        });
    }

    private FtraceOps idle(Filter filter) {
        return FtraceOps.of("idle", filter, (ip, parentIp, ops, regs) -> {});
    }

    private static Thread start(Runnable body) {
        Thread thread = new Thread(body);
        thread.start();
        return thread;
    }

    private Thread callF0() {
        Thread caller = start(() -> light.cpu(1).call(light.function(0)));
        await(inCallback);
        return caller;
    }

    private void waitsForTheCallback(Runnable change, String... expected) throws InterruptedException {
        Thread caller = callF0();
        Thread changer = start(() -> {
            change.run();
            order.add("returned");
            aboutToWait.countDown(); // should it not wait at all
        });
        await(aboutToWait);
        changer.join(50); // ends at once if it does not wait
        assertTrue(changer.isAlive());
        leaveCallback.countDown();
        changer.join();
        caller.join();
        assertEquals(List.of(expected), order);
    }

    @Test
    void unregisterWaitsForTheCallback() throws InterruptedException {
        Registration a = ftrace.register(blocking(Filter.name("f0")));
        waitsForTheCallback(a::close, "callback ended", "freed", "returned");
    }

    @Test
    void unregisterWaitsEvenWhenNoCodeChanges() throws InterruptedException {
        Registration a = ftrace.register(blocking(Filter.name("f0")));
        ftrace.register(idle(Filter.name("f0")));
        ftrace.register(idle(Filter.name("f0")));
        machine.drain();
        waitsForTheCallback(a::close, "callback ended", "freed", "returned");
        assertFalse(machine.drain().contains("synchronize"));
    }

    @Test
    void aSmallerFilterWaitsEvenWhenNoCodeChanges() throws InterruptedException {
        Registration a = ftrace.register(blocking(Filter.name("f0")));
        ftrace.register(idle(Filter.name("f0")));
        ftrace.register(idle(Filter.name("f0")));
        waitsForTheCallback(() -> a.setFilter(Filter.none()), "callback ended", "returned");
    }

    @Test
    void switchingTracingOffWaits() throws InterruptedException {
        ftrace.register(blocking(Filter.name("f0")));
        waitsForTheCallback(() -> ftrace.setEnabled(false), "callback ended", "returned");
    }

    @Test
    void closingFtraceWaits() throws InterruptedException {
        ftrace.register(blocking(Filter.name("f0")));
        waitsForTheCallback(ftrace::close, "callback ended", "freed", "freed", "freed", "returned");
    }

    @Test
    void unregisterWaitsAfterTheMachineWasClosed() throws InterruptedException {
        Registration a = ftrace.register(blocking(Filter.name("f0")));
        machine.watch(step -> {
            if (step.startsWith("patch")) {
                throw new org.jftrace.spi.MachineClosedException("closed");
            } else if (step.equals("quiesce")) {
                aboutToWait.countDown();
            }
        });
        waitsForTheCallback(a::close, "callback ended", "returned");
    }

    @Test
    void aCallbackIsToldToTryAgainWhileAnotherThreadWaitsForIt() throws InterruptedException {
        List<Errno> refused = Collections.synchronizedList(new ArrayList<>());
        Registration idle = ftrace.register(idle(Filter.name("f1")));
        Registration a = ftrace.register(FtraceOps.of("a", Filter.name("f0"), (ip, parentIp, ops, regs) -> {
            inCallback.countDown();
            await(aboutToWait);
            for (Runnable change : List.<Runnable>of(
                    idle::close,
                    () -> idle.setFilter(Filter.all()),
                    () -> ftrace.register(idle(Filter.all())),
                    () -> ftrace.unregister(idle.ops()),
                    ftrace::close)) {
                refused.add(assertThrows(FtraceException.class, change::run).errno());
            }
        }));
        Thread caller = callF0();
        a.close();
        caller.join();
        assertEquals(Collections.nCopies(5, Errno.EAGAIN), refused);
        assertEquals(List.of("idle"), ftrace.site(light.ip(1)).orElseThrow().tracers());
        assertEquals(0, ftrace.site(light.ip(2)).orElseThrow().users());
        idle.close();
    }

    @Test
    void aCallbackMayNotChangeTracersInTheMiddleOfAChangeOnItsOwnThread() {
        List<Errno> refused = new ArrayList<>();
        ftrace.register(FtraceOps.of(
                "a",
                Filter.name("f0"),
                (ip, parentIp, ops, regs) ->
                        refused.add(assertThrows(FtraceException.class, () -> ftrace.register(idle(Filter.all())))
                                .errno())));
        machine.watch(step -> {
            if (step.equals("synchronize")) {
                light.cpu(0).call(light.function(0)); // a machine that runs guest code to make it progress
            }
        });
        ftrace.register(idle(Filter.name("f1")));
        machine.watch(step -> {});
        assertEquals(List.of(Errno.EAGAIN), refused);
        assertEquals(1, ftrace.site(light.ip(0)).orElseThrow().users());
    }
}
