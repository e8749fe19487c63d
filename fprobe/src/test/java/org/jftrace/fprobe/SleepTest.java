package org.jftrace.fprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jftrace.Filter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A probe that ends while its function sleeps: {@code printk} while the console takes its time. */
class SleepTest {
    private final CountDownLatch asleep = new CountDownLatch(1);
    private final CountDownLatch wake = new CountDownLatch(1);
    private final Guest guest = new Guest("smp.elf", 2, new OutputStream() {
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
    private final AtomicLong entries = new AtomicLong();
    private final AtomicLong exits = new AtomicLong();

    @AfterEach
    void close() {
        guest.close();
    }

    private FprobeRegistration counting() {
        return guest.fprobes.register(
                Fprobe.builder("count")
                        .entry((ip, returnAddress, regs, data) -> {
                            entries.incrementAndGet();
                            return 0;
                        })
                        .exit((ip, returnAddress, regs, data) -> exits.incrementAndGet())
                        .build(),
                Filter.name("printk"));
    }

    /** RACES.md R1, R2, R6, R8. */
    @Test
    void aReturnAfterTheEndFindsItsWayAndIsCounted() throws InterruptedException {
        FprobeRegistration registration = counting();
        guest.machine.start();
        asleep.await();
        registration.close();
        wake.countDown();
        assertEquals(0, guest.machine.join());
        assertEquals(1, entries.get());
        assertEquals(0, exits.get());
        assertEquals(1, registration.missed());
    }

    @Test
    void flushingATaskWhoseCallsHaveAllReturnedMissesNothing() throws InterruptedException {
        FprobeRegistration registration = counting();
        guest.machine.start();
        asleep.await();
        wake.countDown();
        assertEquals(0, guest.machine.join());
        long before = registration.missed();
        guest.rethooks.flush(guest.machine.cpu(0));
        assertEquals(entries.get(), exits.get() + registration.missed());
        assertEquals(before, registration.missed(), "all had returned");
    }

    @Test
    void twoCpusEnterAndExitEqually() throws InterruptedException {
        FprobeRegistration registration = guest.fprobes.register(
                Fprobe.builder("both")
                        .data(1)
                        .entry((ip, returnAddress, regs, data) -> {
                            data[0] = returnAddress;
                            entries.incrementAndGet();
                            return 0;
                        })
                        .exit((ip, returnAddress, regs, data) -> {
                            if (data[0] == returnAddress) {
                                exits.incrementAndGet();
                            }
                        })
                        .build(),
                Filter.glob("vfs_*").and(Filter.name("smp_do_item", "smp_account", "spin_lock")));
        wake.countDown();
        guest.machine.start();
        assertEquals(0, guest.machine.join());
        assertEquals(0, registration.missed());
        assertEquals(entries.get(), exits.get());
    }
}
