package org.jftrace.core.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.image.KernelImage;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.spi.testkit.AllocatedBytes;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

/** All 48,220 call sites of a kernel are attached to and let go a thousand times: nothing grows, nothing is left. */
class MassAndChurnTest {
    private static final int ROUNDS = Integer.getInteger("jftrace.rounds", 500);
    private static final int WARM = 10;

    static {
        System.setProperty("jol.magicFieldOffset", "true"); // else records and lambdas have no offsets
    }

    private final KernelImage image;
    private final FtraceCore ftrace;
    private final long[] ips;

    MassAndChurnTest() throws IOException {
        image = KernelImage.load(Path.of("../samples/kernel"));
        ftrace = FtraceCore.open(image, Arm64Port.on(image));
        image.modules().forEach(module -> ftrace.modules().load(image.mapModule(module.module())));
        ips = ftrace.sites().stream().mapToLong(CallSiteInfo::ip).toArray();
    }

    private static FtraceOps all(String name) {
        return FtraceOps.of(name, Filter.all(), (ip, parentIp, ops, regs) -> {});
    }

    /** The first to come leaves first, so that each site goes from one tracer to two, to the other, to none. */
    private void round() {
        Registration first = ftrace.register(all("first"));
        Registration second = ftrace.register(all("second"));
        first.close();
        second.close();
    }

    private long[] words() {
        long[] words = new long[3 * ips.length];
        for (int i = 0; i < ips.length; i++) {
            words[3 * i] = image.memory().readLong((ips[i] - 12) & -8);
            words[3 * i + 1] = image.memory().readWord(ips[i] - 4);
            words[3 * i + 2] = image.memory().readWord(ips[i]);
        }
        return words;
    }

    private long heap() {
        return GraphLayout.parseInstance(ftrace, image).totalSize();
    }

    @Test
    void heapAndWorkOfARoundStayAsTheyAre() {
        assertEquals(48_220, ips.length);
        long[] words = words();
        for (int i = 0; i < WARM; i++) {
            round();
        }
        long heap = heap();
        long early = AllocatedBytes.ofOnce(this::round);
        long synchronizations = image.synchronizations();
        long start = System.nanoTime();
        for (int i = 0; i < ROUNDS; i++) {
            round();
        }
        long nanos = System.nanoTime() - start;
        System.out.printf("%d rounds, %d us each%n", ROUNDS, nanos / ROUNDS / 1000);
        assertEquals(4L * ROUNDS, image.synchronizations() - synchronizations);
        long late = AllocatedBytes.ofOnce(this::round);
        assertTrue(late <= early + early / 20, () -> early + " bytes for a round, then " + late);
        assertEquals(heap, heap());
        assertArrayEquals(words, words());
        assertTrue(ftrace.bug().isEmpty());
    }
}
