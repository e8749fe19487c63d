package org.jftrace.core.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.light.LightCpu;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.CpuContext;
import org.jftrace.spi.Machine;
import org.jftrace.spi.testkit.forwarding.ForwardingMachine;
import org.jftrace.spi.testkit.forwarding.ForwardingMemory;
import org.junit.jupiter.api.Test;

/** RACES.md C12: a machine may take an interrupt at any access to memory, also while the host twin saves the frame of a call. */
class InterruptedEntryTest {
    private final List<String> calls = new ArrayList<>();
    private final LightMachine light = LightMachine.builder().functions(2).build();
    private final LightCpu cpu = light.cpu(0);
    private final Machine machine = new ForwardingMachine(light, new Interrupting(light.memory()));
    private boolean armed;

    /** Calls f1 in the middle of the first store, as a handler does that puts back what it has used. */
    private final class Interrupting extends ForwardingMemory {
        Interrupting(CodeMemory memory) {
            super(memory);
        }

        @Override
        public void writeLong(long address, long value) {
            super.writeLong(address, value);
            if (armed) {
                armed = false;
                long[] saved = new long[31];
                Arrays.setAll(saved, cpu::x);
                long sp = cpu.sp();
                long pc = cpu.pc();
                cpu.setSp(sp - 256);
                cpu.interrupt(CpuContext.IRQ, () -> cpu.call(light.function(1)));
                cpu.setSp(sp);
                cpu.setPc(pc);
                for (int n = 0; n < saved.length; n++) {
                    cpu.setX(n, saved[n]);
                }
            }
        }
    }

    private void trace(FtraceCore ftrace, String function) {
        ftrace.register(FtraceOps.of(
                function,
                Filter.name(function),
                (ip, parentIp, ops, regs) -> calls.add(function + " at f" + (ip == light.ip(0) ? 0 : 1))));
    }

    @Test
    void theInterruptedCallGoesToItsOwnTracer() {
        try (FtraceCore ftrace = FtraceCore.open(machine, Arm64Port.on(machine))) {
            light.intercept(ftrace.hostEntry());
            trace(ftrace, "f0");
            trace(ftrace, "f1");
            cpu.call(light.function(0));
            armed = true;
            cpu.call(light.function(0));
            assertEquals(List.of("f0 at f0", "f1 at f1", "f0 at f0"), calls);
        }
    }
}
