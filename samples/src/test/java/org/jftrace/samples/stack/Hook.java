package org.jftrace.samples.stack;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jftrace.FtraceCallback;
import org.jftrace.FtraceOps;
import org.jftrace.FtraceRegs;
import org.jftrace.returns.RegisterSet;
import org.jftrace.returns.ReturnHandler;
import org.jftrace.returns.ReturnHooks;
import org.jftrace.returns.ReturnRegs;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.GuestTask;

/** Hooks the return of every call that it is told of, on one task, and looks around before and after. */
final class Hook implements ReturnHandler, FtraceCallback {
    private record Hooked(long sp, long back) {}

    private final Deque<Hooked> shadow = new ArrayDeque<>();
    private final Runnable lookAround;
    final ReturnHooks.Trampoline trampoline;
    int returned;

    Hook(ReturnHooks returns, RegisterSet saved, Runnable lookAround) {
        this.lookAround = lookAround;
        this.trampoline = returns.open(saved, this);
    }

    @Override
    public void call(long ip, long parentIp, FtraceOps ops, FtraceRegs regs) {
        lookAround.run();
        shadow.push(new Hooked(regs.stackPointer(), regs.linkRegister()));
        regs.setLinkRegister(trampoline.address());
        lookAround.run();
    }

    @Override
    public void onReturn(GuestCpu cpu, ReturnRegs regs) {
        lookAround.run();
        int tailCalls = 0;
        while (realReturn(cpu.task(), regs.stackPointer(), tailCalls) == trampoline.address()) {
            tailCalls++;
        }
        regs.setInstructionPointer(realReturn(cpu.task(), regs.stackPointer(), tailCalls));
        lookAround.run();
        for (int i = 0; i <= tailCalls; i++) {
            shadow.pop();
            returned++;
        }
    }

    @Override
    public long realReturn(GuestTask task, long sp, int nth) {
        return shadow.stream()
                .filter(hooked -> Long.compareUnsigned(hooked.sp, sp) >= 0)
                .skip(nth)
                .findFirst()
                .map(Hooked::back)
                .orElse(NONE);
    }
}
