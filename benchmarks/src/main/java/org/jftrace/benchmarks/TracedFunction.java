package org.jftrace.benchmarks;

import org.jftrace.Filter;
import org.jftrace.FtraceCallback;
import org.jftrace.FtraceOps;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.light.LightCpu;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.arch.HostEntry;

/** A function f0 on a light machine, with some ops that trace it, and some that trace another function. */
final class TracedFunction {
    private static final FtraceCallback EMPTY = (ip, parentIp, ops, regs) -> {};

    private final LightMachine machine =
            LightMachine.builder().functions(2).cpus(1).heap(64 << 10).build();
    private final LightCpu cpu = machine.cpu(0);
    private final HostEntry entry;
    private final long function = machine.function(0);
    private final long ip = machine.ip(0);
    private final long target;

    TracedFunction(int relevant, int irrelevant) {
        FtraceCore ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
        for (int i = 0; i < irrelevant; i++) {
            ftrace.register(FtraceOps.of("irrelevant" + i, Filter.name("f1"), EMPTY));
        }
        for (int i = 0; i < relevant; i++) {
            ftrace.register(FtraceOps.of("relevant" + i, Filter.name("f0"), EMPTY));
        }
        entry = ftrace.hostEntry();
        machine.intercept(entry);
        target = ftrace.site(ip).orElseThrow().target().orElse(0);
    }

    /** Calls f0: all that a light CPU does for a call, and the tracers. */
    LightCpu call() {
        cpu.call(function);
        return cpu;
    }

    /** Does what a simulator does when it meets the BL of f0, and nothing else. The function must be traced. */
    LightCpu enter() {
        cpu.setX(9, 0x4000);
        cpu.setPc(ip);
        entry.enter(cpu, target);
        return cpu;
    }

    /** The same, many times in a row. */
    LightCpu enter(int times) {
        for (int i = 0; i < times; i++) {
            enter();
        }
        return cpu;
    }
}
