package org.jftrace.samples.stack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import org.jftrace.FtraceException;
import org.jftrace.arm64.a64.BranchesExceptionsSystem;
import org.jftrace.arm64.a64.Decoder;
import org.jftrace.sim.SimMachine;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.HostEntry;

/**
 * The call stack of CPU 0, kept by watching its branches and nothing else: a call pushes where it will return to, a return
 * pops. A return to a return trampoline leaves its caller there, for that is still to be returned to, and what was called
 * with the same SP after that is gone: a call site's target that returns for its function.
 */
final class CallStack {
    private final SimMachine machine;
    private final GuestCpu cpu;
    private final LongPredicate isReturnTrampoline;
    private long[] returns = new long[1024];
    /** Of each call, SP. */
    private long[] stacks = new long[1024];

    private int depth;

    CallStack(SimMachine machine, LongPredicate isReturnTrampoline) {
        this.machine = machine;
        this.cpu = machine.cpu(0);
        this.isReturnTrampoline = isReturnTrampoline;
    }

    boolean isReadable(long address) {
        try {
            machine.memory().readWord(address);
            return true;
        } catch (FtraceException unmapped) {
            return false;
        }
    }

    /** Where the newest frame goes on, then where each older one does. In a host call that is where it returns to. */
    List<Long> expected() {
        List<Long> expected = new ArrayList<>();
        expected.add(isReadable(cpu.pc()) ? cpu.pc() : cpu.x(30));
        for (int i = left() - 1; i >= 0; i--) {
            expected.add(returns[i]);
        }
        return expected;
    }

    /** How many frames there are: at a return, those that it will skip are gone already. */
    private int left() {
        if (isReadable(cpu.pc())) {
            int word = machine.memory().readWord(cpu.pc());
            if (Decoder.decode(word) == BranchesExceptionsSystem.RET) {
                long to = cpu.x(BranchesExceptionsSystem.RET.encoding().field(word, 'n'));
                for (int i = depth - 1; i >= 0; i--) {
                    if (returns[i] == to) {
                        return i + 1;
                    }
                }
                return isReturnTrampoline.test(to) ? leftOf(cpu.sp()) : depth;
            }
        }
        return depth;
    }

    /** How many frames are left when the call of an SP returns to a return trampoline. */
    private int leftOf(long sp) {
        int left = depth;
        while (left > 1 && (stacks[left - 1] < sp || stacks[left - 2] == sp)) {
            left--;
        }
        return left;
    }

    /** As {@link #step()}, but performs trampolines in Java in place of executing them. */
    boolean stepOver(HostEntry twin) {
        long pc = cpu.pc();
        if (twin.isReturn(pc)) {
            twin.leave(cpu);
            if (!twin.isReturn(cpu.pc())) {
                popUntil(cpu.pc());
            }
            return true;
        }
        int word = isReadable(pc) ? machine.memory().readWord(pc) : 0;
        if (Decoder.decode(word) == BranchesExceptionsSystem.BL) {
            long target = pc + 4L * BranchesExceptionsSystem.BL.encoding().signedField(word, 'i');
            if (twin.isEntry(target)) {
                twin.enter(cpu, target);
                if (cpu.pc() != pc + 4) {
                    push(pc + 4);
                }
                return true;
            }
        }
        return step();
    }

    /** Executes one instruction, or the host call that the CPU is at; false if it is a system call that ends the program. */
    boolean step() {
        long pc = cpu.pc();
        if (!isReadable(pc)) {
            machine.step();
            return true;
        }
        int word = machine.memory().readWord(pc);
        boolean exits = Decoder.decode(word) == BranchesExceptionsSystem.SVC && (cpu.x(8) == 93 || cpu.x(8) == 94);
        if (!exits) {
            machine.step();
            if (Decoder.decode(word) instanceof BranchesExceptionsSystem form) {
                follow(form, pc);
            }
        }
        return !exits;
    }

    private void follow(BranchesExceptionsSystem form, long pc) {
        switch (form) {
            case BL, BLR -> {
                if (isReadable(cpu.pc())) {
                    push(pc + 4);
                }
            }
            case RET, RETAA, RETAB -> {
                if (isReturnTrampoline.test(cpu.pc())) {
                    depth = leftOf(cpu.sp());
                } else {
                    popUntil(cpu.pc());
                }
            }
            default -> {}
        }
    }

    private void push(long address) {
        if (depth == returns.length) {
            returns = Arrays.copyOf(returns, 2 * depth);
            stacks = Arrays.copyOf(stacks, 2 * depth);
        }
        returns[depth] = address;
        stacks[depth] = cpu.sp();
        depth++;
    }

    private void popUntil(long address) {
        do {
            depth--;
            if (depth < 0) {
                throw new AssertionError("a return to 0x" + Long.toHexString(address) + ", which nobody called from");
            }
        } while (returns[depth] != address);
    }
}
