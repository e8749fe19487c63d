package org.jftrace.core.changes;

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
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.OpsFlag;
import org.jftrace.Registration;
import org.jftrace.core.sparse.SparseMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A callback that changes tracers: it may, unless another thread is about to. f0 names its tracer, f1 has no literal. */
@Timeout(60)
class CallbackChangesTest {
    private final SparseMachine machine = new SparseMachine("LTL");
    private final Ftrace ftrace = machine.core();
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());
    private final List<Registration> registrations = new ArrayList<>();

    private FtraceOps ops(String name, Filter filter, Runnable body) {
        return FtraceOps.builder(name)
                .filter(filter)
                .flags(OpsFlag.RECURSION)
                .callback((ip, parentIp, ops, regs) -> {
                    order.add(name);
                    body.run();
                })
                .build();
    }

    private void call(int cpu, int function) {
        machine.cpu(cpu).call(machine.function(machine.symbols(), function));
    }

    private List<String> call(int function) {
        order.clear();
        call(0, function);
        return List.copyOf(order);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aCallbackMayEndItselfAndIsNotCalledAgain(int function) {
        long bytes = machine.allocatedBytes();
        registrations.add(ftrace.register(
                ops("a", Filter.all(), () -> registrations.get(0).close())));
        assertEquals(List.of("a"), call(function));
        assertEquals(List.of(), call(function));
        assertEquals(0, registrations.get(0).errors());
        assertEquals(bytes, machine.allocatedBytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aCallbackMayRegisterAnotherTracerOfTheSameFunction(int function) {
        FtraceOps b = ops("b", Filter.all(), () -> {});
        registrations.add(ftrace.register(ops("a", Filter.all(), () -> {
            if (registrations.size() == 1) {
                registrations.add(ftrace.register(b));
            }
        })));
        assertEquals("a", call(function).get(0));
        assertEquals(List.of("b", "a"), call(function));
        registrations.get(0).close();
        assertEquals(List.of("b"), call(function));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aCallbackMayChangeItsOwnFilter(int function) {
        registrations.add(ftrace.register(
                ops("a", Filter.all(), () -> registrations.get(0).narrow(Filter.name("f" + function)))));
        assertEquals(List.of("a"), call(function));
        assertEquals(List.of(), call(function));
        assertEquals(List.of("a"), call(1 - function));
        assertEquals(List.of("a"), call(2));
    }

    @Test
    void aCallbackMaySwitchTracingOff() {
        ftrace.register(ops("a", Filter.all(), () -> ftrace.setEnabled(false)));
        assertEquals(List.of("a"), call(0));
        assertEquals(List.of(), call(0));
        assertFalse(ftrace.isEnabled());
    }

    /** The other thread has the lock and waits for this very callback. */
    @Test
    void whileAnotherThreadChangesTracersACallbackIsToldToTryAgain() throws InterruptedException {
        CountDownLatch inCallback = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(1);
        List<Errno> refused = Collections.synchronizedList(new ArrayList<>());
        Registration other = ftrace.register(ops("other", Filter.name("f2"), () -> {}));
        Registration self = ftrace.register(ops("self", Filter.name("f0"), () -> {
            inCallback.countDown();
            await(waiting);
            for (Runnable change : List.<Runnable>of(
                    () -> registrations.get(0).close(),
                    () -> registrations.get(0).setFilter(Filter.all()),
                    () -> registrations.get(0).widen(Filter.name("f1")),
                    () -> registrations.get(0).narrow(Filter.name("f0")),
                    () -> ftrace.registerSubOps(
                            ops("m", Filter.none(), () -> {}), ops("sub", Filter.name("f1"), () -> {})),
                    () -> ftrace.setEnabled(false),
                    () -> ftrace.modules().load(machine.image("m", SparseMachine.NEAR, "L")))) {
                refused.add(assertThrows(FtraceException.class, change::run).errno());
            }
        }));
        registrations.add(self);
        Thread caller = new Thread(() -> call(1, 0));
        caller.start();
        await(inCallback);
        machine.watch(step -> {
            if (step.equals("quiesce")) {
                waiting.countDown();
            }
        });
        other.close();
        caller.join();
        assertEquals(Collections.nCopies(7, Errno.EAGAIN), refused);
        assertTrue(ftrace.isEnabled());
        assertEquals(List.of(), ftrace.modules().loaded());
        assertEquals("=f0", self.filter().toString());
        assertEquals(0, self.errors());
        self.close();
    }

    @Test
    void whoEndsATracerHasSeenAllThatItsCallbackDid() throws InterruptedException {
        CountDownLatch inCallback = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(1);
        int[] plain = {0};
        Registration a = ftrace.register(ops("a", Filter.name("f1"), () -> {
            inCallback.countDown();
            await(waiting);
            plain[0]++;
        }));
        Thread caller = new Thread(() -> call(1, 1));
        caller.start();
        await(inCallback);
        machine.watch(step -> {
            if (step.equals("quiesce")) {
                waiting.countDown();
            }
        });
        a.narrow(Filter.name("f1"));
        assertEquals(1, plain[0]);
        caller.join();
    }
}
