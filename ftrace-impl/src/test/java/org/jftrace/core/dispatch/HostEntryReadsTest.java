package org.jftrace.core.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.Machine;
import org.jftrace.spi.testkit.forwarding.ForwardingMachine;
import org.jftrace.spi.testkit.forwarding.ForwardingMemory;
import org.junit.jupiter.api.Test;

/** RACES.md C12: what may change while it is looked at is read once in each call. */
class HostEntryReadsTest {
    private final List<String> reads = new ArrayList<>();
    private final LightMachine light = LightMachine.builder().functions(1).build();
    private final Machine machine = new ForwardingMachine(light, new NotingMemory(light.memory()));

    /** Notes what is read; a pair as two longs. */
    private final class NotingMemory extends ForwardingMemory {
        NotingMemory(CodeMemory memory) {
            super(memory);
        }

        @Override
        public int readWord(long address) {
            reads.add("word " + Long.toHexString(address));
            return super.readWord(address);
        }

        @Override
        public long readLong(long address) {
            reads.add("plain long " + Long.toHexString(address));
            return super.readLong(address);
        }

        @Override
        public long readLongAcquire(long address) {
            reads.add("long " + Long.toHexString(address));
            return super.readLongAcquire(address);
        }
    }

    @Test
    void theLiteralAndTheHandleAreReadOnceInEachCall() {
        try (FtraceCore ftrace = FtraceCore.open(machine, Arm64Port.on(machine))) {
            light.intercept(ftrace.hostEntry());
            ftrace.register(FtraceOps.of("ops", Filter.all(), (ip, parentIp, ops, regs) -> {}));
            long literal = light.function(0) - 8;
            long handle = light.memory().readLong(literal);
            reads.clear();
            light.cpu(0).call(light.function(0));
            assertEquals(
                    List.of(
                            "long " + Long.toHexString(literal),
                            "long " + Long.toHexString(handle),
                            "long " + Long.toHexString(handle + 8)),
                    reads);
        }
    }
}
