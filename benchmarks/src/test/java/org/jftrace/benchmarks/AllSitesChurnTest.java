package org.jftrace.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.jftrace.Filter;
import org.jftrace.FtraceCallback;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.image.KernelImage;
import org.jftrace.site.CallSiteInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All sites of a recorded kernel, traced and let go a thousand times. */
class AllSitesChurnTest {
    private static final int ROUNDS = Integer.getInteger("jftrace.churn.rounds", 1000);
    private static final int SITES = 48_220;
    private static final FtraceCallback EMPTY = (ip, parentIp, ops, regs) -> {};
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long MIB = 1 << 20;

    private KernelImage kernel;
    private FtraceCore ftrace;

    @BeforeEach
    void load() throws IOException {
        kernel = KernelImage.load(Path.of("..", "samples", "kernel"));
        ftrace = FtraceCore.open(kernel, Arm64Port.on(kernel));
        kernel.modules().forEach(module -> ftrace.modules().load(kernel.mapModule(module.module())));
    }

    @AfterEach
    void close() {
        ftrace.close();
        kernel.close();
    }

    private long onAndOff() {
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        try (Registration all = ftrace.register(FtraceOps.of("all", Filter.all(), EMPTY))) {
            assertEquals(SITES, all.selected().length);
        }
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }

    private long live() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private int[] words() {
        return ftrace.sites().stream()
                .mapToLong(CallSiteInfo::ip)
                .mapToInt(kernel.memory()::readWord)
                .toArray();
    }

    /** Time is not asserted, since no test is to depend on what else a computer does; what stands for it is. */
    @Test
    void theThousandthTimeLeavesAndTakesNoMoreThanTheTenth() {
        int[] untraced = words();
        for (int round = 0; round < 10; round++) {
            onAndOff();
        }
        long heap = live();
        long place = nextPlace();
        long bytes = onAndOff();
        long synchronizations = kernel.synchronizations();
        for (int round = 0; round < ROUNDS; round++) {
            onAndOff();
        }
        assertEquals(2L * ROUNDS, kernel.synchronizations() - synchronizations);
        assertEquals(place, nextPlace());
        assertTrue(onAndOff() <= bytes + MIB, () -> onAndOff() + " bytes a round, " + bytes + " at first");
        long grown = live() - heap;
        assertTrue(grown < MIB, () -> grown + " bytes more are live");
        assertArrayEquals(untraced, words());
        assertEquals(
                0, ftrace.sites().stream().filter(site -> site.users() != 0).count());
    }

    /** Where the next handle would lie: the same as long as none leaks. */
    private long nextPlace() {
        long place = kernel.memory().allocateData(16);
        kernel.memory().free(place);
        return place;
    }
}
