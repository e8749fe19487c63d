package org.jftrace.fprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jftrace.Filter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Probes on functions of a module that is written word by word. */
@Timeout(60)
class ModuleTest {
    private static final int WRITE = 64;
    private static final int MOV_X8_WRITE = 0xd2800008 | WRITE << 5;
    private static final int SVC = 0xd4000001;
    private static final int BRANCH_BY_A_FUNCTION = 0x14000000 | (32 - 8) / 4;

    private final CountDownLatch asleep = new CountDownLatch(1);
    private final CountDownLatch wake = new CountDownLatch(1);
    private final Guest guest = new Guest("vfs.elf", 1, new OutputStream() {
        @Override
        public void write(int b) throws IOException {
            asleep.countDown();
            try {
                wake.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    });

    @AfterEach
    void close() {
        guest.close();
    }

    /** RACES.md R9: {@code write} takes its time. */
    @Test
    void aModuleGoesWhileItsFunctionSleepsAndTheReturnFindsItsWay() throws InterruptedException {
        CodeModule module = new CodeModule(guest.machine, "m", 1).function(MOV_X8_WRITE, SVC, CodeModule.RET);
        guest.ftrace.modules().load(module.build());
        Tally tally = new Tally(guest.ftrace, Filter.name("m_0", "ackermann"));
        FprobeRegistration probe =
                guest.fprobes.register(tally.counting("probe").maxActive(1).build(), Filter.name("m_0", "ackermann"));
        AtomicLong result = new AtomicLong();
        long text = guest.machine.symbols().text().start();
        Thread sleeper = new Thread(() -> result.set(guest.machine.call(module.entry(0), 1, text, 1)));
        sleeper.start();
        asleep.await();
        guest.ftrace.modules().unload("m");
        assertTrue(guest.ftrace.site(module.entry(0) + 4).isEmpty());
        assertEquals(0, tally.exits);
        wake.countDown();
        sleeper.join();
        assertEquals(1, result.get());
        tally.check(probe, 1, 1, 0, 0);
        assertEquals(1, guest.machine.call(module.entry(0), 1, text, 1));
        tally.check(probe, 1, 1, 0, 0);
        assertEquals(2, guest.ackermann(0, 1));
        tally.check(probe, 2, 2, 0, 0);
        probe.close();
        guest.ftrace.modules().load(module.build());
        assertEquals(1, guest.machine.call(module.entry(0), 1, text, 1));
        assertEquals(2, tally.exits);
    }

    /** Two hooks of one frame: the second function returns through both, to who called the first. */
    @Test
    void aTailCallOutOfAHookedFunctionExitsBoth() {
        CodeModule module = new CodeModule(guest.machine, "m", 2)
                .function(BRANCH_BY_A_FUNCTION)
                .function(CodeModule.RET);
        guest.ftrace.modules().load(module.build());
        Filter both = Filter.name("m_0", "m_1");
        Tally tally = new Tally(guest.ftrace, both);
        FprobeRegistration probe =
                guest.fprobes.register(tally.counting("probe").maxActive(2).build(), both);
        for (int i = 1; i <= 3; i++) {
            assertEquals(7, guest.machine.call(module.entry(0), 7));
            tally.check(probe, 2L * i, 2L * i, 0, 0);
        }
        assertEquals(7, guest.machine.call(module.entry(1), 7));
        tally.check(probe, 7, 7, 0, 0);
    }
}
