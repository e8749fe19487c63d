package org.jftrace.core.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.core.sparse.SparseMachine;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.spi.SymbolTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Row C2 of the races that kernels had: a module goes while its functions are being traced and looked up. */
@Timeout(60)
class ModuleUnloadTest {
    private final SparseMachine machine = new SparseMachine("L");
    private final Ftrace ftrace = machine.core();
    private final SymbolTable m = machine.image("m", SparseMachine.FAR, "LT");
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch inCallback = new CountDownLatch(1);
    private final CountDownLatch leaveCallback = new CountDownLatch(1);

    ModuleUnloadTest() {
        ftrace.modules().load(m);
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

    /** The record goes only once nobody uses it, so as long as the callback runs the site can be looked up. */
    private void waits(int function, Runnable unload) throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(1);
        List<Boolean> known = Collections.synchronizedList(new ArrayList<>());
        ftrace.register(FtraceOps.of("a", Filter.glob("m_*"), (ip, parentIp, ops, regs) -> {
            inCallback.countDown();
            await(leaveCallback);
            known.add(ftrace.site(ip).isPresent());
            order.add("callback ended");
        }));
        Thread caller = start(() -> machine.cpu(1).call(machine.function(m, function)));
        await(inCallback);
        machine.watch(step -> {
            if (step.equals("quiesce")) {
                waiting.countDown();
            }
        });
        Thread unloader = start(() -> {
            unload.run();
            order.add("unloaded");
        });
        await(waiting);
        until(() -> unloader.getState() == Thread.State.TERMINATED || spinsInAwait(unloader));
        leaveCallback.countDown();
        unloader.join();
        caller.join();
        assertEquals(List.of("callback ended", "unloaded"), order);
        assertEquals(List.of(true), known);
        assertTrue(ftrace.site(machine.ip(m, function)).isEmpty());
    }

    private static boolean spinsInAwait(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().endsWith(".GracePeriod")) {
                return true;
            }
        }
        return false;
    }

    @Test
    void unloadWaitsForARunningCallback() throws InterruptedException {
        waits(0, () -> ftrace.modules().unload("m"));
    }

    @Test
    void unloadWaitsForAListWalkToo() throws InterruptedException {
        waits(1, () -> ftrace.modules().unload("m"));
    }

    /** The first wait has gone by CPU 0 when its reader begins; the record has not gone yet. */
    @Test
    void whoLookedUpASiteJustBeforeItsRecordWentIsWaitedForToo() throws InterruptedException {
        CountDownLatch hasLookedUp = new CountDownLatch(1);
        CountDownLatch leaveReader = new CountDownLatch(1);
        AtomicInteger waits = new AtomicInteger();
        ftrace.register(FtraceOps.of("a", Filter.name("f0"), (ip, parentIp, ops, regs) -> {
            if (ftrace.currentCpu().id() == 1) {
                inCallback.countDown();
                await(leaveCallback);
            } else {
                assertTrue(ftrace.site(machine.ip(m, 1)).isPresent());
                hasLookedUp.countDown();
                await(leaveReader);
                order.add("read");
            }
        }));
        machine.watch(step -> {
            if (step.equals("quiesce")) {
                waits.incrementAndGet();
            } else if (step.equals("give memory")) {
                order.add("freed");
            }
        });
        Thread caller = start(() -> machine.cpu(1).call(machine.function(machine.symbols(), 0)));
        await(inCallback);
        Thread unloader = start(() -> ftrace.modules().unload("m"));
        until(() -> yields(unloader));
        Thread reader = start(() -> machine.cpu(0).call(machine.function(machine.symbols(), 0)));
        await(hasLookedUp);
        leaveCallback.countDown();
        until(() -> unloader.getState() == Thread.State.TERMINATED || (waits.get() == 2 && yields(unloader)));
        leaveReader.countDown();
        for (Thread thread : List.of(caller, reader, unloader)) {
            thread.join();
        }
        assertEquals(List.of("read", "freed"), order);
    }

    @Test
    void whoLookedUpASiteOfAModuleThatIsThenRefusedIsWaitedForToo() throws InterruptedException {
        SymbolTable refused = machine.image("n", SparseMachine.FAR + (1 << 24), "LT");
        CountDownLatch hasLookedUp = new CountDownLatch(1);
        ftrace.register(FtraceOps.of("a", Filter.name("f0"), (ip, parentIp, ops, regs) -> {
            if (ftrace.site(machine.ip(refused, 1)).isPresent()) {
                hasLookedUp.countDown();
                await(leaveCallback);
                order.add("read");
            }
        }));
        List<Thread> reader = new ArrayList<>();
        machine.watch(step -> {
            if (step.startsWith("patch") && reader.isEmpty()) {
                reader.add(start(() -> machine.cpu(0).call(machine.function(machine.symbols(), 0))));
                await(hasLookedUp);
            } else if (step.equals("give memory")) {
                order.add("freed");
            }
        });
        machine.fail("patch", 9);
        Thread loader = start(
                () -> assertThrows(FtraceException.class, () -> ftrace.modules().load(refused)));
        until(() -> loader.getState() == Thread.State.TERMINATED || yields(loader));
        leaveCallback.countDown();
        loader.join();
        reader.get(0).join();
        assertEquals(List.of("read", "freed"), order);
        assertEquals(List.of("m"), ftrace.modules().loaded());
    }

    /** It does so only once it has found a CPU in a section. */
    private static boolean yields(Thread thread) {
        StackTraceElement[] frames = thread.getStackTrace();
        return frames.length > 0 && frames[0].getMethodName().equals("yield") && spinsInAwait(thread);
    }

    @Test
    void aCallbackThatUnloadsWhileAnotherThreadWaitsForItIsToldToTryAgain() throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicReference<Errno> refused = new AtomicReference<>();
        ftrace.register(FtraceOps.of("a", Filter.glob("f0"), (ip, parentIp, ops, regs) -> {
            inCallback.countDown();
            await(waiting);
            refused.set(
                    assertThrows(FtraceException.class, () -> ftrace.modules().unload("m"))
                            .errno());
        }));
        Thread caller = start(() -> machine.cpu(1).call(machine.function(machine.symbols(), 0)));
        await(inCallback);
        machine.watch(step -> {
            if (step.equals("quiesce")) {
                waiting.countDown();
            }
        });
        ftrace.modules().unload("m");
        caller.join();
        assertEquals(Errno.EAGAIN, refused.get());
    }

    @Test
    void aCallbackMayUnloadTheModuleThatItWasCalledFor() {
        ftrace.register(FtraceOps.of("a", Filter.glob("m_0"), (ip, parentIp, ops, regs) -> {
            ftrace.modules().unload("m");
            order.add("unloaded");
        }));
        machine.cpu(0).call(machine.function(m, 0));
        assertEquals(List.of("unloaded"), order);
        assertEquals(List.of(), ftrace.modules().loaded());
    }

    @Test
    void whoLooksUpDuringUnloadsSeesTheSiteAsItWasOrNone() throws InterruptedException {
        ftrace.register(FtraceOps.of("a", Filter.inModule("*", "m"), (ip, parentIp, ops, regs) -> {}));
        AtomicReference<String> wrong = new AtomicReference<>();
        Thread reader = start(() -> {
            boolean before = true;
            for (int changes = 0; changes < 20; ) {
                Optional<CallSiteInfo> site = ftrace.site(machine.ip(m, 0));
                changes += site.isPresent() == before ? 0 : 1;
                before = site.isPresent();
                site.ifPresent(found -> check(found, wrong));
                ftrace.sites().stream()
                        .filter(found -> !found.module().isEmpty())
                        .forEach(found -> check(found, wrong));
            }
        });
        while (reader.isAlive() && wrong.get() == null) {
            ftrace.modules().unload("m");
            ftrace.modules().load(machine.image("m", SparseMachine.FAR, "LT"));
        }
        assertEquals(null, wrong.get());
        reader.join();
        assertTrue(ftrace.bug().isEmpty());
    }

    private static void check(CallSiteInfo site, AtomicReference<String> wrong) {
        if (!site.module().equals("m")
                || !site.function().startsWith("m_")
                || site.users() > 1
                || (site.target().isPresent() && site.target().getAsLong() < SparseMachine.FAR)) {
            wrong.set(site.toString());
        }
    }
}
