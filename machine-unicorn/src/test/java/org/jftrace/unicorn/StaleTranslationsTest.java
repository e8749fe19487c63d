package org.jftrace.unicorn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceOps;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.SimMachine;
import org.jftrace.spi.Machine;
import org.jftrace.spi.testkit.code.ExecutingMachine;
import org.jftrace.spi.testkit.code.SynchronizationConformance;
import org.jftrace.spi.testkit.forwarding.ForwardingMachine;
import org.junit.jupiter.api.Test;

/** What becomes of patches on this machine if nobody synchronises. */
class StaleTranslationsTest {
    private static final Path VFS = Path.of("..", "samples", "guest", "vfs.elf");

    private static final class Unsynchronised extends ForwardingMachine {
        Unsynchronised(Machine sound) {
            super(sound);
        }

        @Override
        public void synchronizeCpus() {}
    }

    private static class Kit implements SynchronizationConformance {
        @Override
        public ExecutingMachine open() throws IOException {
            return new UnicornUnderTest(Unsynchronised::new);
        }
    }

    private interface Call {
        long ackermann();
    }

    private static long tracedCalls(Machine machine, Call guest) {
        AtomicLong calls = new AtomicLong();
        try (Ftrace ftrace = FtraceCore.open(machine, Arm64Port.on(machine))) {
            assertEquals(9, guest.ackermann());
            ftrace.register(FtraceOps.of(
                    "count", Filter.name("ackermann"), (ip, parentIp, ops, regs) -> calls.incrementAndGet()));
            assertEquals(9, guest.ackermann());
        }
        return calls.get();
    }

    private static long tracedCalls(UnaryOperator<Machine> wrapper) throws IOException {
        try (UnicornMachine unicorn = UnicornMachine.load(VFS, OutputStream.nullOutputStream())) {
            long ackermann = unicorn.address("ackermann").orElseThrow();
            return tracedCalls(wrapper.apply(unicorn), () -> unicorn.call(ackermann, 2, 3));
        }
    }

    @Test
    void aTracerSeesNoCallOfWhatWasTranslatedBefore() throws IOException {
        try (SimMachine reference = SimMachine.load(VFS)) {
            long expected = tracedCalls(reference, () -> reference.call("ackermann", 2, 3));
            assertEquals(expected, tracedCalls(UnaryOperator.identity()));
        }
        assertEquals(0, tracedCalls(Unsynchronised::new));
    }

    @Test
    void theConformanceKitSaysSo() {
        Kit kit = new Kit();
        assertThrows(AssertionError.class, kit::patchedCodeIsExecutedByTheNextCall);
        assertThrows(AssertionError.class, kit::aRunningCpuExecutesTheNewWordAfterIt);
        assertThrows(AssertionError.class, kit::newCodeInAnOldBlockIsExecuted);
    }
}
