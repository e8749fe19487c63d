package org.jftrace.rethook;

import java.util.EnumMap;
import java.util.Map;
import org.jftrace.Errno;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.returns.RegisterSet;
import org.jftrace.returns.ReturnHandler;
import org.jftrace.returns.ReturnHooks.Trampoline;
import org.jftrace.returns.ReturnRegs;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.GuestTask;
import org.jftrace.spi.TaskLocal;

/**
 * Rethook on one machine: the return trampolines, and for each task the calls that are hooked. One is enough for all users of
 * an ftrace. Trampolines stay for as long as the machine does, since a function may sleep for ever before it returns.
 */
public final class Rethooks {
    private final Ftrace ftrace;
    private final int cpus;
    private final ProbeGuard guard = new ProbeGuard();
    private final TaskLocal<ShadowStack> stacks = new TaskLocal<>(ShadowStack::new);
    private final Map<RegisterSet, Trampoline> trampolines = new EnumMap<>(RegisterSet.class);

    /** Returns to one of the trampolines. */
    private final class Returns implements ReturnHandler {
        /** Set before anybody can know the address. */
        private long trampoline;

        @Override
        public void onReturn(GuestCpu cpu, ReturnRegs regs) {
            ShadowStack stack = stacks.of(cpu.task());
            RethookNode node = stack.returning(cpu.id(), trampoline, regs.stackPointer());
            if (node == null) {
                throw new IllegalStateException("task " + cpu.task().id() + " returned to the trampoline at 0x"
                        + Long.toHexString(trampoline) + " with no call hooked");
            }
            regs.setInstructionPointer(node.realReturn);
            node.owner.handle(cpu, node, regs);
            stack.pop(cpu.id(), node);
            node.owner.recycle(cpu, node);
        }

        @Override
        public long realReturn(GuestTask task, long sp, int nth) {
            ShadowStack stack = stacks.peek(task);
            return stack == null ? NONE : stack.realReturn(trampoline, sp, nth);
        }
    }

    private Rethooks(Ftrace ftrace, int cpus) {
        this.ftrace = ftrace;
        this.cpus = cpus;
    }

    /**
     * Brings rethook to a machine.
     *
     * @param ftrace of the machine
     * @param cpus how many it can have, {@link org.jftrace.spi.Machine#maxCpus()}
     * @return with nothing hooked
     */
    public static Rethooks on(Ftrace ftrace, int cpus) {
        return new Rethooks(ftrace, cpus);
    }

    /**
     * Makes a rethook; the kernel's {@code rethook_alloc}.
     *
     * @param name for reports
     * @param saved which registers its handler sees
     * @param words how many 64-bit words of data each node has, not negative
     * @param nodes how many calls can be hooked at once, at least 1
     * @param handler is called on each return
     * @return a rethook, to be stopped when it is no longer used
     * @throws FtraceException {@link Errno#EINVAL} if words or nodes are out of range, naming the value;
     *     {@link Errno#ENOMEM} if there is no room for a trampoline; {@link Errno#ENODEV} if the machine or its ftrace is closed
     */
    public Rethook alloc(String name, RegisterSet saved, int words, int nodes, RethookHandler handler) {
        if (words < 0) {
            throw new FtraceException(Errno.EINVAL, name + ": " + words + " words of data, must not be negative");
        }
        if (nodes < 1) {
            throw new FtraceException(Errno.EINVAL, name + ": " + nodes + " nodes, must be at least 1");
        }
        return new Rethook(this, name, trampoline(saved), words, nodes, handler);
    }

    /**
     * Returns what keeps handlers of probes from nesting.
     *
     * @return always the same object
     */
    public ProbeGuard guard() {
        return guard;
    }

    private synchronized long trampoline(RegisterSet saved) {
        Trampoline open = trampolines.get(saved);
        if (open == null) {
            Returns returns = new Returns();
            open = ftrace.returns().open(saved, returns);
            returns.trampoline = open.address();
            trampolines.put(saved, open);
        }
        return open.address();
    }

    int cpus() {
        return cpus;
    }

    ShadowStack stackOf(GuestTask task) {
        return stacks.of(task);
    }

    void synchronize() {
        ftrace.synchronize();
    }

    void runWaiting(Runnable change) {
        ftrace.readers().runWaiting(change);
    }

    /**
     * Forgets the hooked calls of a task that has died; the kernel's {@code rethook_flush_task}. They count as missed. To be
     * called by the thread that ran it, or once that has stopped.
     *
     * @param cpu that ran it last
     */
    public void flush(GuestCpu cpu) {
        ShadowStack stack = stacks.peek(cpu.task());
        if (stack != null) {
            stack.flush(cpu.id());
        }
        stacks.remove(cpu.task());
    }
}
