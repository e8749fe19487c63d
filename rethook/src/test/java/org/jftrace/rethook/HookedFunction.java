package org.jftrace.rethook;

import java.util.concurrent.atomic.AtomicInteger;
import org.jftrace.Filter;
import org.jftrace.FtraceCallback;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.returns.RegisterSet;
import org.jftrace.sim.light.LightCpu;
import org.jftrace.sim.light.LightMachine;

/** A light machine with a rethook on each of its functions that is asked for. */
final class HookedFunction implements AutoCloseable {
    final LightMachine machine =
            LightMachine.builder().functions(3).heap(64 << 10).build();
    final FtraceCore ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
    final Rethooks rethooks = Rethooks.on(ftrace, 2);
    final AtomicInteger hooked = new AtomicInteger();

    HookedFunction() {
        machine.intercept(ftrace.hostEntry());
    }

    Rethook alloc(RegisterSet saved, int nodes, RethookHandler handler) {
        return rethooks.alloc("test", saved, 1, nodes, handler);
    }

    /** Hooks every call of a function whose turn comes. */
    Registration hook(Rethook rethook, String function) {
        return trace(function, (ip, parentIp, ops, regs) -> {
            RethookNode node = rethook.tryGet(ftrace.currentCpu());
            if (node != null) {
                rethook.hook(ftrace.currentCpu(), node, ip, regs);
                hooked.incrementAndGet();
            }
        });
    }

    Registration trace(String function, FtraceCallback callback) {
        return ftrace.register(FtraceOps.builder("test")
                .filter(Filter.name(function))
                .callback(callback)
                .build());
    }

    LightCpu call(int cpu, int function) {
        machine.cpu(cpu).call(machine.function(function));
        return machine.cpu(cpu);
    }

    /** Makes a function one that never returns. */
    void breakBody(int function) {
        machine.memory().patchWord(machine.ip(function) + 4, 0);
    }

    @Override
    public void close() {
        ftrace.close();
        machine.close();
    }
}
