package org.jftrace.sim.exec.memory;

import org.jftrace.arm64.a64.LoadStoreExclusive;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.operand.Operands;

/** Exclusive and ordered Loads and Stores (Arm ARM C4.1). LDLAR and LDAPR get the stronger order of LDAR. */
public final class OrderedSteps {
    private OrderedSteps() {}

    /** {@return the step of a word of one of these forms} */
    public static Step of(LoadStoreExclusive form, Operands o) {
        return switch (form) {
            case STXR, STLXR -> ExclusiveSteps.store(o);
            case LDXR, LDAXR -> ExclusiveSteps.load(o);
            case STXP, STLXP -> ExclusivePairSteps.store(o);
            case LDXP, LDAXP -> ExclusivePairSteps.load(o);
            case STLLR, STLR -> store(o, o.field('z'), 0);
            case LDLAR, LDAR -> load(o, o.field('z'), 0);
            case STLURB -> store(o, 0, o.signed('i'));
            case STLURH -> store(o, 1, o.signed('i'));
            case STLUR -> store(o, 2 + o.field('z'), o.signed('i'));
            case LDAPURB -> load(o, 0, o.signed('i'));
            case LDAPURH -> load(o, 1, o.signed('i'));
            case LDAPUR -> load(o, 2 + o.field('z'), o.signed('i'));
            case LDAPURSB -> loadSigned(o, 0);
            case LDAPURSH -> loadSigned(o, 1);
            case LDAPURSW -> loadSigned(o, 2);
        };
    }

    /** LDAPR too. */
    static Step load(Operands o, int log2Size, long offset) {
        int n = o.nSp();
        int t = o.tTarget();
        return new Step() {
            @Override
            public void execute(Cpu cpu) {
                cpu.write(t, cpu.memory().readAcquire(cpu.read(n) + offset, log2Size));
            }
        };
    }

    private static Step store(Operands o, int log2Size, long offset) {
        int n = o.nSp();
        int t = o.tSource();
        return new Step() {
            @Override
            public void execute(Cpu cpu) {
                cpu.memory().writeRelease(cpu.read(n) + offset, log2Size, cpu.read(t));
            }
        };
    }

    private static Step loadSigned(Operands o, int log2Size) {
        int n = o.nSp();
        int t = o.tTarget();
        long offset = o.signed('i');
        int toTop = 64 - (8 << log2Size);
        long mask = o.word() << 9 < 0 ? 0xffff_ffffL : -1L;
        return new Step() {
            @Override
            public void execute(Cpu cpu) {
                long value = cpu.memory().readAcquire(cpu.read(n) + offset, log2Size);
                cpu.write(t, value << toTop >> toTop & mask);
            }
        };
    }
}
