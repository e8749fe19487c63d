package org.jftrace.core.kernel;

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
import org.junit.jupiter.api.Test;

/** The words that a real kernel had, on its text. */
class KernelImageTest {
    private static final Path KERNEL = Path.of("../samples/kernel");
    private static final long VFS_READ = 0xffff8000804522dcL;

    private final KernelImage image;
    private final FtraceCore ftrace;

    KernelImageTest() throws IOException {
        image = KernelImage.load(KERNEL);
        ftrace = FtraceCore.open(image, Arm64Port.on(image));
        image.modules().forEach(module -> ftrace.modules().load(image.mapModule(module.module())));
    }

    private static FtraceOps ops(String name, Filter filter) {
        return FtraceOps.builder(name)
                .filter(filter)
                .callback((ip, parentIp, ops, regs) -> {})
                .build();
    }

    private String words(long ip) {
        return String.format(
                "%x %08x %08x",
                image.memory().readLong(ip - 12),
                image.memory().readWord(ip - 4),
                image.memory().readWord(ip));
    }

    @Test
    void everySiteIsReadyAndOnlyTheTracedOneLeadsToItsTracer() {
        assertEquals(48_220, ftrace.sites().size());
        assertEquals("ffff800080f880a0 aa1e03e9 d503201f", words(VFS_READ));
        long before = image.synchronizations();
        try (Registration global = ftrace.register(ops("global_ops", Filter.name("vfs_read")))) {
            assertEquals(before + 1, image.synchronizations());
            assertEquals("ffff8000820f8a88 aa1e03e9 97ef6abf", words(VFS_READ));
            ftrace.register(ops("of foo", global.filter()));
            assertEquals("ffff800080f88178 aa1e03e9 97ef6abf", words(VFS_READ));
        }
        assertEquals(1, ftrace.sites().stream().filter(CallSiteInfo::enabled).count());
    }

    @Test
    void allSitesAreTracedWithOneSynchronisation() {
        long before = image.synchronizations();
        try (Registration global = ftrace.register(ops("global_ops", Filter.all()))) {
            assertEquals(before + 1, image.synchronizations());
            assertEquals(48_220, global.selected().length);
            assertEquals("ffff8000820f8a88 aa1e03e9 956cf32b", words(0xffff80007a4f012cL));
            assertTrue(ftrace.sites().stream().allMatch(CallSiteInfo::enabled));
        }
        assertEquals(before + 2, image.synchronizations());
        assertTrue(ftrace.sites().stream().noneMatch(CallSiteInfo::enabled));
    }
}
