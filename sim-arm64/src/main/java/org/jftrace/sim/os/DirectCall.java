package org.jftrace.sim.os;

import org.jftrace.sim.cpu.Cpu;

/** A call of one guest function, by the thread that owns the CPU. Afterwards the CPU stands as it stood before. */
final class DirectCall {
    /** AAPCS64: what fits into registers. */
    static final int MOST_ARGUMENTS = 8;

    private static final int LR = 30;

    private final Processor processor;
    private final Cpu cpu;
    private final long[] x = new long[LR + 1];
    private final long sp;
    private final long pc;
    private final int nzcv;

    DirectCall(Processor processor) {
        this.processor = processor;
        this.cpu = processor.cpu();
        for (int n = 0; n <= LR; n++) {
            x[n] = cpu.x(n);
        }
        sp = cpu.sp();
        pc = cpu.pc();
        nzcv = cpu.nzcv();
    }

    /** Runs the function; {@link Processor#hasReturned} tells whether the CPU was not stopped before it came back. */
    void perform(long function, long... arguments) {
        for (int n = 0; n <= LR; n++) {
            cpu.setX(n, n < arguments.length ? arguments[n] : 0);
        }
        cpu.setX(LR, GateTable.RETURN);
        cpu.setSp(processor.stackStart());
        cpu.setPc(function);
        processor.run();
    }

    void restore() {
        for (int n = 0; n <= LR; n++) {
            cpu.setX(n, x[n]);
        }
        cpu.setSp(sp);
        cpu.setPc(pc);
        cpu.setNzcv(nzcv);
        cpu.monitor().clear();
    }
}
