package org.jftrace.sim.exec.memory;

import org.jftrace.arm64.a64.AtomicMemory;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Slot;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.operand.Operands;
import org.jftrace.sim.memory.AtomicOp;

/** Atomic memory operations, compare and swap (Arm ARM C4.1). Always full barriers, whatever A and L ask for. */
public final class AtomicSteps {
    private static final long LOW_HALF = 0xffff_ffffL;

    private AtomicSteps() {}

    /** {@return the step of a word of one of these forms} */
    public static Step of(AtomicMemory form, Operands o) {
        return switch (form) {
            case LDADD -> update(o, AtomicOp.ADD);
            case LDCLR -> update(o, AtomicOp.CLR);
            case LDEOR -> update(o, AtomicOp.EOR);
            case LDSET -> update(o, AtomicOp.SET);
            case LDSMAX -> update(o, AtomicOp.SMAX);
            case LDSMIN -> update(o, AtomicOp.SMIN);
            case LDUMAX -> update(o, AtomicOp.UMAX);
            case LDUMIN -> update(o, AtomicOp.UMIN);
            case SWP -> update(o, AtomicOp.SWP);
            case LDAPR -> OrderedSteps.load(o, o.field('z'), 0);
            case CAS -> compareAndSwap(o);
            case CASP -> o.field('z') == 1 ? compareAndSwapPairOfX(o) : compareAndSwapPairOfW(o);
        };
    }

    private static Step update(Operands o, AtomicOp operation) {
        int log2Size = o.field('z');
        int n = o.nSp();
        int s = Slot.source(o.field('s'));
        int t = o.tTarget();
        return new Step() {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(t, cpu.memory().getAndUpdate(operation, cpu.read(n), log2Size, cpu.read(s)));
            }
        };
    }

    private static Step compareAndSwap(Operands o) {
        int log2Size = o.field('z');
        int n = o.nSp();
        int expected = Slot.source(o.field('s'));
        int witness = Slot.target(o.field('s'));
        int t = o.tSource();
        return new Step() {
            @Override
            public void execute(Cpu cpu) {
                long old = cpu.memory().compareAndExchange(cpu.read(n), log2Size, cpu.read(expected), cpu.read(t));
                cpu.write(witness, old);
            }
        };
    }

    /** A pair of W registers is one doubleword in memory, the first register its lower half. */
    private static Step compareAndSwapPairOfW(Operands o) {
        int n = o.nSp();
        int s = o.field('s');
        int t = o.field('t');
        return new Step() {
            @Override
            public void execute(Cpu cpu) {
                long expected = (cpu.read(s) & LOW_HALF) | cpu.read(Slot.source(s + 1)) << 32;
                long update = (cpu.read(t) & LOW_HALF) | cpu.read(Slot.source(t + 1)) << 32;
                long old = cpu.memory().compareAndExchange(cpu.read(n), 3, expected, update);
                cpu.write(s, old & LOW_HALF);
                cpu.write(Slot.target(s + 1), old >>> 32);
            }
        };
    }

    private static Step compareAndSwapPairOfX(Operands o) {
        int n = o.nSp();
        int s = o.field('s');
        int t = o.field('t');
        return new Step() {
            @Override
            public void execute(Cpu cpu) {
                long[] old = new long[2];
                cpu.memory()
                        .compareAndExchangePair(
                                cpu.read(n),
                                cpu.read(s),
                                cpu.read(Slot.source(s + 1)),
                                cpu.read(t),
                                cpu.read(Slot.source(t + 1)),
                                old);
                cpu.write(s, old[0]);
                cpu.write(Slot.target(s + 1), old[1]);
            }
        };
    }
}
