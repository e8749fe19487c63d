package org.jftrace.tracefs.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceOps;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.SimMachine;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.GuestTask;
import org.jftrace.spi.TraceState;
import org.jftrace.spi.testkit.AllocatedBytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the profiler counts of a guest; its clock goes on by a microsecond a look. */
class FunctionProfilerTest {
    private static final String HEADER = """
              Function                               Hit    Time            Avg             s^2
              --------                               ---    ----            ---             ---
            """;

    private final AtomicLong time = new AtomicLong();
    private final SimMachine machine = load();
    private final Ftrace ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
    private final FunctionProfiler profiler = new FunctionProfiler(ftrace, 1, () -> time.addAndGet(1000));

    private static SimMachine load() {
        try {
            return SimMachine.builder(Path.of("..", "samples", "guest", "vfs.elf"))
                    .stdout(OutputStream.nullOutputStream())
                    .build();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @AfterEach
    void close() {
        profiler.close();
        ftrace.close();
        machine.close();
    }

    private String profileOf(String functions, Runnable work) {
        profiler.setFilter(Filter.name(functions.split(" ", -1)));
        profiler.setEnabled(true);
        work.run();
        return profiler.text(0).substring(HEADER.length());
    }

    private void ackermann() {
        machine.call("ackermann", 1, 1);
    }

    @Test
    void neverEnabledItHasAHeaderOnly() {
        assertFalse(profiler.isEnabled());
        assertEquals(HEADER, profiler.text(0));
    }

    @Test
    void callsAreCountedWithTheirTimesAndTheirSpread() {
        assertEquals(
                "  ackermann                                2    4.000 us        2.000 us        2.000 us    \n",
                profileOf("ackermann", this::ackermann));
    }

    @Test
    void theLongestIsTheFirstAndBeginningAnewForgets() {
        String[] lines = profileOf("ackermann vfs_mounted", () -> {
                    machine.call("vfs_mounted");
                    ackermann();
                })
                .split("\n", -1);
        assertTrue(lines[0].startsWith("  ackermann                                2 "), lines[0]);
        assertTrue(lines[1].startsWith(
                "  vfs_mounted                              1    1.000 us        1.000 us        0"));
        profiler.setEnabled(false);
        ackermann();
        assertEquals(String.join("\n", lines), profiler.text(0).substring(HEADER.length()));
        profiler.setEnabled(true);
        assertEquals(HEADER, profiler.text(0));
    }

    @Test
    void withoutGraphTimeTheTimeOfCalleesIsTheirsAlone() {
        profiler.setGraphTime(false);
        assertEquals(
                "  ackermann                                2    3.000 us        1.500 us        0.500 us    \n",
                profileOf("ackermann", this::ackermann));
    }

    @Test
    void aProfiledCallAllocatesNothing() {
        LightMachine light = LightMachine.builder().functions(1).build();
        FtraceCore core = FtraceCore.open(light, Arm64Port.on(light));
        light.intercept(core.hostEntry());
        try (FunctionProfiler profile = new FunctionProfiler(core, light.maxCpus(), System::nanoTime)) {
            profile.setEnabled(true);
            AllocatedBytes allocated = AllocatedBytes.of(() -> light.cpu(0).call(light.function(0)));
            assertEquals(0, allocated.bytes());
            assertTrue(profile.text(0).contains(" " + allocated.calls() + " "));
        }
        core.close();
    }

    @Test
    void withoutSleepTimeATaskThatWasOffItsCpuTookNoTime() {
        assertEquals("8.000 us", timeOfACallThatSleeps(true));
        assertEquals("1.000 us", timeOfACallThatSleeps(false));
    }

    private String timeOfACallThatSleeps(boolean sleepTime) {
        Sleeper sleeper = new Sleeper();
        LightMachine light = LightMachine.builder().functions(1).build();
        light.cpu(0).switchTo(sleeper);
        FtraceCore core = FtraceCore.open(light, Arm64Port.on(light));
        light.intercept(core.hostEntry());
        try (FunctionProfiler profile = new FunctionProfiler(core, 1, () -> time.addAndGet(1000))) {
            core.register(FtraceOps.builder("sleep")
                    .callback((ip, parent, ops, regs) -> {
                        sleeper.slept += 7000;
                        time.addAndGet(7000);
                    })
                    .build());
            profile.setSleepTime(sleepTime);
            profile.setEnabled(true);
            light.cpu(0).call(light.function(0));
            return profile.text(0).lines().skip(2).findFirst().orElseThrow().substring(48, 56);
        } finally {
            core.close();
        }
    }

    private static final class Sleeper implements GuestTask {
        private final TraceState traceState = new TraceState();
        private long slept;

        @Override
        public int id() {
            return 7;
        }

        @Override
        public String comm() {
            return "sleeper";
        }

        @Override
        public TraceState traceState() {
            return traceState;
        }

        @Override
        public long sleptNanoseconds() {
            return slept;
        }
    }
}
