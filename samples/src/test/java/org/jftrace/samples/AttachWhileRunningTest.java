package org.jftrace.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.SimMachine;
import org.jftrace.site.CallSiteInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two CPUs run the program again and again while this thread attaches and detaches ten thousand times. */
class AttachWhileRunningTest {
    private static final int ROUNDS = 10_000;
    private static final List<String> GLOBS =
            List.of("vfs_*", "ramfs_*", "*", "*_read", "printk", "atomic_*", "[a-m]*");

    private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicLong calls = new AtomicLong();

    /** One tracer's life: what it may see, and whether it may still be called. */
    private final class Life {
        final String glob;
        final Set<Long> selected;
        final AtomicBoolean over = new AtomicBoolean();

        Life(String glob, Set<Long> selected) {
            this.glob = glob;
            this.selected = selected;
        }

        FtraceOps ops() {
            return FtraceOps.of(glob, Filter.glob(glob), (ip, parentIp, ops, regs) -> {
                calls.incrementAndGet();
                if (over.get()) {
                    violations.add(glob + " was called after it was closed, at " + Long.toHexString(ip));
                }
                if (!selected.contains(ip)) {
                    violations.add(glob + " was called for " + Long.toHexString(ip));
                }
            });
        }
    }

    private static Set<Long> sitesOf(Ftrace ftrace, String glob) {
        FtraceOps probe = FtraceOps.of("who matches " + glob, Filter.glob(glob), (ip, parentIp, ops, regs) -> {});
        Set<Long> selected = new HashSet<>();
        try (Registration registered = ftrace.register(probe)) {
            for (CallSiteInfo site : ftrace.sites()) {
                if (site.tracers().contains(registered.ops().name())) {
                    selected.add(site.ip());
                }
            }
        }
        return selected;
    }

    @ParameterizedTest
    @ValueSource(strings = {"smp", "vfs-2"})
    void theProgramDoesNotNotice(String program) throws IOException, InterruptedException {
        Path elf = Path.of("guest", program + ".elf");
        String expected = Files.readString(Path.of("guest", (program.equals("smp") ? "smp" : "vfs") + ".expected.txt"));
        int rounds = 0;
        int runs = 0;
        while (rounds < ROUNDS) {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            try (SimMachine machine =
                            SimMachine.builder(elf).cpus(2).stdout(output).build();
                    Ftrace ftrace = FtraceCore.open(machine, Arm64Port.on(machine))) {
                Map<String, Set<Long>> sites =
                        GLOBS.stream().collect(Collectors.toMap(glob -> glob, glob -> sitesOf(ftrace, glob)));
                machine.start();
                while (machine.isRunning() && rounds < ROUNDS) {
                    String first = GLOBS.get(rounds % GLOBS.size());
                    String second = GLOBS.get(rounds / GLOBS.size() % GLOBS.size());
                    attachAndDetach(ftrace, new Life(first, sites.get(first)), new Life(second, sites.get(second)));
                    rounds++;
                }
                assertEquals(0, machine.join());
                assertSitesAreNops(ftrace);
            }
            assertEquals(expected, output.toString(StandardCharsets.UTF_8));
            runs++;
        }
        assertEquals(List.of(), List.copyOf(violations));
        assertTrue(calls.get() > 0, "no call was traced in " + runs + " runs");
    }

    private static void attachAndDetach(Ftrace ftrace, Life first, Life second) {
        FtraceOps inner = second.ops();
        ftrace.register(inner);
        try (Registration outer = ftrace.register(first.ops())) {
            ftrace.unregister(inner);
            second.over.set(true);
            assertEquals(0, outer.errors());
        }
        first.over.set(true);
    }

    private static void assertSitesAreNops(Ftrace ftrace) {
        Set<String> left = ftrace.sites().stream()
                .filter(CallSiteInfo::enabled)
                .map(CallSiteInfo::function)
                .collect(Collectors.toSet());
        assertEquals(Set.of(), left);
        assertTrue(ftrace.bug().isEmpty(), () -> ftrace.bug().toString());
    }
}
