package org.jftrace.rethook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.Registration;
import org.jftrace.returns.RegisterSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On the light machine. In each: {@code hooked = handled + missed}. */
@Timeout(60)
class RethookTest {
    /** The largest that a twin builds below SP. */
    private static final int FRAME = 256;

    private final HookedFunction guest = new HookedFunction();
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger handled = new AtomicInteger();
    private final CountDownLatch inHandler = new CountDownLatch(1);
    private final CountDownLatch leaveHandler = new CountDownLatch(1);

    @AfterEach
    void close() {
        guest.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Thread start(Runnable body) {
        Thread thread = new Thread(body);
        thread.start();
        return thread;
    }

    @SuppressWarnings("ThreadPriorityCheck") // correct without it
    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.yield();
        }
    }

    private static boolean spinsInAwait(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().endsWith(".GracePeriod")
                    && frame.getMethodName().equals("awaitRow")) {
                return true;
            }
        }
        return false;
    }

    private Rethook counting(int nodes) {
        return guest.alloc(RegisterSet.RESULTS, nodes, (cpu, node, regs) -> handled.incrementAndGet());
    }

    private int freeNodes(Rethook rethook) {
        int free = 0;
        while (rethook.tryGet(guest.machine.cpu(0)) != null) {
            free++;
        }
        return free;
    }

    /** RACES.md R3. */
    @ParameterizedTest
    @CsvSource({"-1, 1, -1", "0, 0, 0", "0, -7, -7"})
    void aSizeOutOfRangeIsRefusedByName(int words, int nodes, String named) {
        long before = guest.machine.allocatedBytes();
        FtraceException refused = assertThrows(
                FtraceException.class,
                () -> guest.rethooks.alloc("bad", RegisterSet.RESULTS, words, nodes, (cpu, node, regs) -> {}));
        assertEquals(Errno.EINVAL, refused.errno());
        assertTrue(String.valueOf(refused.getMessage()).contains(" " + named + " "), refused.getMessage());
        assertEquals(before, guest.machine.allocatedBytes());
    }

    /** RACES.md R4. */
    @Test
    void everyNodeHasTheDataThatWasAskedForToItself() {
        Rethook rethook = guest.rethooks.alloc("data", RegisterSet.RESULTS, 5, 3, (cpu, node, regs) -> {});
        List<long[]> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            RethookNode node = rethook.tryGet(guest.machine.cpu(0));
            assertNotNull(node);
            assertEquals(5, node.data().length);
            java.util.Arrays.fill(node.data(), i);
            all.add(node.data());
        }
        for (int i = 0; i < 3; i++) {
            assertEquals(5L * i, java.util.Arrays.stream(all.get(i)).sum());
        }
    }

    @Test
    void bothRegisterSetsHookOneCallAndReturnNewestFirst() {
        Rethook results = guest.alloc(RegisterSet.RESULTS, 2, (cpu, node, regs) -> {
            order.add("results " + regs.returnValue());
            assertFalse(regs.knows(9));
        });
        Rethook all = guest.alloc(RegisterSet.ALL, 2, (cpu, node, regs) -> {
            order.add("all " + regs.x(19));
            regs.setReturnValue(7);
        });
        guest.hook(all, "f0");
        guest.hook(results, "f0");
        guest.machine.cpu(0).setX(19, 19);
        assertEquals(guest.machine.caller() + 4, guest.call(0, 0).pc());
        assertEquals(List.of("all 19", "results 7"), order);
        assertEquals(guest.machine.caller() + 4, guest.machine.cpu(0).x(30));
    }

    /** RACES.md R2 and R6. */
    @Test
    void stoppingWaitsForTheHandlerThatRuns() throws InterruptedException {
        Rethook rethook = guest.alloc(RegisterSet.RESULTS, 2, (cpu, node, regs) -> {
            inHandler.countDown();
            await(leaveHandler);
            order.add("handled");
        });
        Registration registration = guest.hook(rethook, "f0");
        Thread caller = start(() -> guest.call(1, 0));
        await(inHandler);
        Thread stopper = start(() -> {
            rethook.stop();
            order.add("stopped");
        });
        until(() -> stopper.getState() == Thread.State.TERMINATED || spinsInAwait(stopper));
        leaveHandler.countDown();
        caller.join();
        stopper.join();
        assertEquals(List.of("handled", "stopped"), order);
        assertEquals(0, rethook.missed());
        registration.close();
    }

    /** RACES.md R1, R2 and R8: the second callback of the call ends what the first hooked. */
    @Test
    void aReturnThatComesAfterTheEndGoesHomeAndIsMissed() {
        Rethook rethook = counting(2);
        AtomicReference<Registration> registration = new AtomicReference<>();
        guest.trace("f0", (ip, parentIp, ops, regs) -> rethook.stopAndClose(registration.get()));
        registration.set(guest.hook(rethook, "f0"));
        assertEquals(guest.machine.caller() + 4, guest.call(0, 0).pc());
        assertEquals(0, handled.get());
        assertEquals(1, rethook.missed());
        assertEquals(1, guest.hooked.get());
        guest.call(0, 0);
        assertEquals(1, guest.hooked.get());
    }

    @Test
    void stoppedItHandsOutNoNode() {
        Rethook rethook = counting(2);
        rethook.stop();
        assertNull(rethook.tryGet(guest.machine.cpu(0)));
        rethook.stop();
        assertEquals(1, rethook.missed());
    }

    /** Whoever closes from within a callback while another thread waits for that callback is told to try again. */
    @Test
    void anEndThatIsRefusedChangesNothing() throws InterruptedException {
        Rethook rethook = counting(2);
        Registration registration = guest.hook(rethook, "f0");
        Registration idle = guest.trace("f2", (ip, parentIp, ops, regs) -> {});
        List<Errno> refused = new ArrayList<>();
        Registration blocking = guest.trace("f1", (ip, parentIp, ops, regs) -> {
            inHandler.countDown();
            until(() -> isRefused(() -> guest.trace("f2", (a, b, c, d) -> {}).close()));
            refused.add(assertThrows(FtraceException.class, () -> rethook.stopAndClose(registration))
                    .errno());
        });
        Thread caller = start(() -> guest.call(1, 1));
        await(inHandler);
        blocking.close();
        caller.join();
        assertEquals(List.of(Errno.EAGAIN), refused);
        guest.call(0, 0);
        assertEquals(1, handled.get());
        assertEquals(0, rethook.missed());
        rethook.stopAndClose(registration);
        guest.call(0, 0);
        assertEquals(1, guest.hooked.get());
        idle.close();
    }

    private static boolean isRefused(Runnable change) {
        try {
            change.run();
            return false;
        } catch (FtraceException refused) {
            return true;
        }
    }

    @Test
    void aHandlerThatThrowsIsCountedAndTheFunctionReturns() {
        Rethook rethook = guest.alloc(RegisterSet.RESULTS, 1, (cpu, node, regs) -> {
            throw new IllegalStateException("on purpose");
        });
        guest.hook(rethook, "f0");
        for (int i = 0; i < 3; i++) {
            assertEquals(guest.machine.caller() + 4, guest.call(0, 0).pc());
        }
        assertEquals(3, rethook.errors());
        assertEquals(0, rethook.missed());
        assertEquals(1, freeNodes(rethook));
    }

    @Test
    void aTaskThatDiesInAHookedFunctionGivesItsNodeBackWhenFlushed() {
        Rethook rethook = counting(1);
        guest.hook(rethook, "f0");
        guest.breakBody(0);
        assertThrows(IllegalStateException.class, () -> guest.call(0, 0));
        assertNull(rethook.tryGet(guest.machine.cpu(1)));
        assertEquals(1, rethook.missed());
        guest.rethooks.flush(guest.machine.cpu(0));
        assertEquals(2, rethook.missed());
        guest.rethooks.flush(guest.machine.cpu(0));
        assertEquals(2, rethook.missed());
        assertEquals(1, freeNodes(rethook));
        assertEquals(0, handled.get());
    }

    /** The handler calls a function that dies: only the handler fails, and the node of the call inside is not lost. */
    @Test
    void aCallThatDiesInsideAHandlerTakesNoNodeAlong() {
        Rethook inner = counting(1);
        Rethook outer = guest.alloc(RegisterSet.RESULTS, 1, (cpu, node, regs) -> {
            long sp = cpu.sp();
            cpu.setSp(sp - FRAME); // ours lies there
            try {
                guest.call(0, 1);
            } finally {
                cpu.setSp(sp);
            }
        });
        guest.hook(outer, "f0");
        guest.hook(inner, "f1");
        guest.breakBody(1);
        assertEquals(guest.machine.caller() + 4, guest.call(0, 0).pc());
        assertEquals(1, outer.errors());
        assertEquals(1, inner.missed());
        assertEquals(1, freeNodes(inner));
        assertEquals(1, freeNodes(outer));
    }

    /** Its return is hooked before or after an earlier tracer has skipped the function. */
    @Test
    void aSkippedFunctionReturnsThroughTheHook() {
        Rethook rethook = counting(1);
        guest.trace("f0", (ip, parentIp, ops, regs) -> regs.skipFunction());
        guest.hook(rethook, "f0");
        guest.hook(rethook, "f1");
        guest.trace("f1", (ip, parentIp, ops, regs) -> regs.skipFunction());
        for (int i = 1; i <= 3; i++) {
            assertEquals(guest.machine.caller() + 4, guest.call(0, 0).pc());
            assertEquals(guest.machine.caller() + 4, guest.call(0, 1).pc());
            assertEquals(2 * i, handled.get());
        }
        assertEquals(0, rethook.missed());
        assertEquals(1, freeNodes(rethook));
    }

    @Test
    void twoCpusHookAndReturnEqually() throws InterruptedException {
        int calls = 20_000;
        Rethook rethook = counting(1);
        guest.hook(rethook, "f0");
        List<Thread> callers = new ArrayList<>();
        for (int id = 0; id < 2; id++) {
            int cpu = id;
            callers.add(start(() -> {
                for (int i = 0; i < calls; i++) {
                    guest.call(cpu, 0);
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertEquals(guest.hooked.get(), handled.get());
        assertEquals(2L * calls, guest.hooked.get() + rethook.missed());
    }
}
