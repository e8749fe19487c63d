package org.jftrace.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jftrace.spi.arch.image.FunctionModel;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program is detached by itself on one CPU while it runs on another. RACES.md B4. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DetachWaitsTest {
    private static final BpfTarget ITEM = BpfTarget.function("smp_do_item", FunctionModel.ofLongs(1));

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicReference<BpfLink> link = new AtomicReference<>();
    private final AtomicReference<Thread> closer = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean inside;
    private volatile boolean early;

    private long program(int cpu) throws InterruptedException {
        if (cpu == 0 && entered.getCount() > 0) {
            inside = true;
            entered.countDown();
            goOn.await();
            inside = false;
        } else if (cpu == 1 && closed.compareAndSet(false, true)) {
            entered.await();
            closer.set(Thread.currentThread());
            link.get().close();
            early = inside;
            goOn.countDown();
        }
        return 0;
    }

    private boolean closerWaits() {
        Thread thread = closer.get();
        return thread != null && (isParked(thread.getState()) || yields(thread.getStackTrace()));
    }

    private static boolean isParked(Thread.State state) {
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    private static boolean yields(StackTraceElement[] frames) {
        return Arrays.stream(frames)
                .limit(2)
                .anyMatch(frame -> frame.getMethodName().startsWith("yield"));
    }

    @ParameterizedTest
    @CsvSource({"DIRECT, false", "DIRECT, true", "FPROBE, false"})
    void forItsRunOnTheOther(Route route, boolean sleepable) {
        try (Guest guest = new Guest("smp.elf", 2)) {
            BpfProgram.Builder builder = guest.bpf.program("meets", AttachType.FENTRY);
            BpfProgram program = (sleepable ? builder.sleepable() : builder).load(context -> {
                try {
                    return program(context.cpu().id());
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            link.set(guest.bpf.attach(program, ITEM, 0, route));
            guest.machine.start();
            while (goOn.getCount() > 0 && !closerWaits()) {
                Thread.onSpinWait();
            }
            goOn.countDown();
            assertEquals(0, guest.machine.join());
            assertFalse(early, "close() returned while the program ran on CPU 0");
            assertEquals(0, program.errors());
        }
    }
}
