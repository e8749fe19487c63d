package org.jftrace.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import org.jftrace.Ftrace;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.SimMachine;
import org.jftrace.spi.arch.image.FunctionModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A traced function that sleeps: {@code printk} while the console takes its time. RACES.md B1 and B4. */
class SleepTest {
    private static final BpfTarget PRINTK = BpfTarget.function("printk", FunctionModel.ofLongs(8));

    private final CountDownLatch asleep = new CountDownLatch(1);
    private final CountDownLatch wake = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final OutputStream console = new OutputStream() {
        @Override
        public void write(int b) throws IOException {
            asleep.countDown();
            try {
                wake.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    };
    private SimMachine machine;
    private Ftrace ftrace;
    private Bpf bpf;

    @BeforeEach
    void load() throws IOException {
        machine = SimMachine.builder(Guest.FOLDER.resolve("smp.elf"))
                .cpus(2)
                .stdout(console)
                .build();
        Arm64Port arch = Arm64Port.on(machine);
        ftrace = FtraceCore.open(machine, arch);
        bpf = Bpf.open(ftrace, machine, arch, BpfPolicy.byName());
    }

    @AfterEach
    void close() {
        wake.countDown(); // nothing sleeps if a test has failed, so that closing does not hang
        go.countDown();
        ftrace.close();
        machine.close();
    }

    private BpfProgram counting(AttachType type) {
        return bpf.program("count", type).load(context -> 0);
    }

    private void fallAsleep() throws InterruptedException {
        machine.start();
        asleep.await();
    }

    private void wakeUp() {
        wake.countDown();
        assertEquals(0, machine.join());
    }

    @Test
    void anImageLivesUntilTheSleeperHasReturnedThroughIt() throws InterruptedException {
        BpfProgram exit = counting(AttachType.FEXIT);
        BpfLink link = bpf.attach(exit, PRINTK);
        fallAsleep();
        link.close();
        assertEquals(1, bpf.reap(), "the image the sleeper came through");
        wakeUp();
        assertEquals(0, exit.runCount(), "detached before the function returned");
        assertEquals(0, bpf.reap());
    }

    @Test
    void anotherLinkNeitherLosesNorDoublesTheReturnThatIsToCome() throws InterruptedException {
        BpfProgram entry = counting(AttachType.FENTRY);
        BpfProgram exit = counting(AttachType.FEXIT);
        bpf.attach(entry, PRINTK);
        bpf.attach(exit, PRINTK);
        fallAsleep();
        BpfLink more = bpf.attach(counting(AttachType.FEXIT), PRINTK);
        more.close();
        assertEquals(2, bpf.reap(), "the image in use, and the one the sleeper came through");
        wakeUp();
        assertEquals(2, entry.runCount());
        assertEquals(2, exit.runCount());
        bpf.close();
        assertEquals(0, bpf.reap());
    }

    @Test
    void aLinkIsUpdatedUnderTheSleeper() throws InterruptedException {
        BpfProgram before = counting(AttachType.FEXIT);
        BpfProgram after = counting(AttachType.FEXIT);
        BpfLink link = bpf.attach(before, PRINTK);
        fallAsleep();
        link.update(after);
        wakeUp();
        assertEquals(0, before.runCount());
        assertEquals(2, after.runCount());
    }

    /** Who detaches it waits: {@link DetachWaitsTest}. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whileASleepableProgramSleepsOtherLinksComeAndGo() throws InterruptedException {
        CountDownLatch inProgram = new CountDownLatch(1);
        BpfProgram sleeper = bpf.program("sleeper", AttachType.FENTRY)
                .sleepable()
                .load(context -> {
                    inProgram.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return 0;
                });
        BpfLink link = bpf.attach(sleeper, PRINTK);
        wake.countDown();
        machine.start();
        inProgram.await();
        bpf.attach(counting(AttachType.FENTRY), BpfTarget.function("vfs_open", FunctionModel.ofLongs(2)))
                .close();
        go.countDown();
        link.close();
        assertEquals(0, machine.join());
        assertEquals(0, bpf.reap());
    }
}
