package org.jftrace.fprobe;

import org.jftrace.Ftrace;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.rethook.Rethooks;
import org.jftrace.rethook.kretprobe.Kretprobes;
import org.jftrace.sim.light.LightCpu;
import org.jftrace.sim.light.LightMachine;

/** A light machine with probes, whose handlers may call functions too. */
final class LightGuest implements AutoCloseable {
    private static final long HANDLER_STACK = 1024;

    final LightMachine machine =
            LightMachine.builder().functions(3).heap(64 << 10).build();
    final Ftrace ftrace;
    final Rethooks rethooks;
    final Fprobes fprobes;
    final Kretprobes kretprobes;

    LightGuest() {
        FtraceCore core = FtraceCore.open(machine, Arm64Port.on(machine));
        machine.intercept(core.hostEntry());
        ftrace = core;
        rethooks = Rethooks.on(ftrace, 2);
        fprobes = Fprobes.on(ftrace, rethooks, 2);
        kretprobes = Kretprobes.on(ftrace, rethooks, 2);
    }

    void call(int function) {
        machine.cpu(0).call(machine.function(function));
    }

    /** From within a handler: below the frame of the trampoline that called it. */
    void callFromHandler(int function) {
        LightCpu cpu = machine.cpu(0);
        long pc = cpu.pc();
        long lr = cpu.x(30);
        cpu.setSp(cpu.sp() - HANDLER_STACK);
        call(function);
        cpu.setSp(cpu.sp() + HANDLER_STACK);
        cpu.setX(30, lr);
        cpu.setPc(pc);
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
