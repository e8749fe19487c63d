package org.jftrace.sim.exec.memory;

import org.jftrace.arm64.a64.LoadStorePair;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Slot;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.operand.Operands;

/**
 * Loads and Stores of a register pair (Arm ARM C4.1). A pair is two accesses in no particular order; if one is refused,
 * the registers are as before. The upper one is stored first: what runs over the end of memory has changed nothing.
 */
public final class PairSteps {
    private PairSteps() {}

    /** {@return the step of a word of one of these forms} */
    public static Step of(LoadStorePair form, Operands o) {
        return switch (form) {
            case STP_OFFSET, STNP -> store(o, Mode.OFFSET);
            case STP_POST -> store(o, Mode.POST);
            case STP_PRE -> store(o, Mode.PRE);
            case LDP_OFFSET, LDNP -> load(o, Mode.OFFSET);
            case LDP_POST -> load(o, Mode.POST);
            case LDP_PRE -> load(o, Mode.PRE);
            case LDPSW_OFFSET -> loadSigned(o, Mode.OFFSET);
            case LDPSW_POST -> loadSigned(o, Mode.POST);
            case LDPSW_PRE -> loadSigned(o, Mode.PRE);
        };
    }

    /** How the base is used. */
    private enum Mode {
        OFFSET,
        POST,
        PRE
    }

    /** The fields of all these words. */
    private abstract static class PairStep extends Step {
        final int n;
        final int t;
        final int u;
        /** Is added to the base for the access. */
        final long offset;
        /** Is added to the base for good. */
        final long writeback;

        PairStep(Operands o, Mode mode, int t, int u, int log2Size) {
            long immediate = o.signed('i') << log2Size;
            this.n = o.nSp();
            this.t = t;
            this.u = u;
            this.offset = mode == Mode.POST ? 0 : immediate;
            this.writeback = mode == Mode.OFFSET ? 0 : immediate;
        }

        /** SP and all other bases are slots that can be written, so adding 0 does no harm. */
        final void writeBack(Cpu cpu, long base) {
            cpu.write(n, base + writeback);
        }
    }

    private static boolean ofX(Operands o) {
        return o.field('z') == 1;
    }

    private static Step store(Operands o, Mode mode) {
        int first = o.tSource();
        int second = Slot.source(o.field('u'));
        if (ofX(o)) {
            return new PairStep(o, mode, first, second, 3) {
                @Override
                public void execute(Cpu cpu) {
                    long base = cpu.read(n);
                    cpu.data().write64(base + offset + 8, cpu.read(u));
                    cpu.data().write64(base + offset, cpu.read(t));
                    writeBack(cpu, base);
                }
            };
        }
        return new PairStep(o, mode, first, second, 2) {
            @Override
            public void execute(Cpu cpu) {
                long base = cpu.read(n);
                cpu.data().write32(base + offset + 4, cpu.read(u));
                cpu.data().write32(base + offset, cpu.read(t));
                writeBack(cpu, base);
            }
        };
    }

    private static Step load(Operands o, Mode mode) {
        int first = o.tTarget();
        int second = Slot.target(o.field('u'));
        if (ofX(o)) {
            return new PairStep(o, mode, first, second, 3) {
                @Override
                public void execute(Cpu cpu) {
                    long base = cpu.read(n);
                    long low = cpu.data().read64(base + offset);
                    long high = cpu.data().read64(base + offset + 8);
                    // The base first, since it may be one of the pair where there is no writeback.
                    writeBack(cpu, base);
                    cpu.write(t, low);
                    cpu.write(u, high);
                }
            };
        }
        return new PairStep(o, mode, first, second, 2) {
            @Override
            public void execute(Cpu cpu) {
                long base = cpu.read(n);
                long low = cpu.data().read32(base + offset);
                long high = cpu.data().read32(base + offset + 4);
                writeBack(cpu, base);
                cpu.write(t, low);
                cpu.write(u, high);
            }
        };
    }

    private static Step loadSigned(Operands o, Mode mode) {
        return new PairStep(o, mode, o.tTarget(), Slot.target(o.field('u')), 2) {
            @Override
            public void execute(Cpu cpu) {
                long base = cpu.read(n);
                long low = (int) cpu.data().read32(base + offset);
                long high = (int) cpu.data().read32(base + offset + 4);
                writeBack(cpu, base);
                cpu.write(t, low);
                cpu.write(u, high);
            }
        };
    }
}
