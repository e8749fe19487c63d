package org.jftrace.sim.exec.memory;

import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.ExclusiveMonitor;
import org.jftrace.sim.cpu.Slot;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.operand.Operands;

/** LDXP, STXP and their acquiring and releasing forms. A pair of W registers is one doubleword in memory. */
final class ExclusivePairSteps {
    private static final long LOW_HALF = 0xffff_ffffL;

    private ExclusivePairSteps() {}

    static Step load(Operands o) {
        int n = o.nSp();
        int t = o.tTarget();
        int u = Slot.target(o.field('u'));
        if (o.field('z') == 1) {
            return new Step() {
                @Override
                public void execute(Cpu cpu) {
                    long address = cpu.read(n);
                    long[] pair = new long[2];
                    cpu.memory().readPair(address, pair);
                    cpu.monitor().mark(address, 16, pair[0], pair[1]);
                    cpu.write(t, pair[0]);
                    cpu.write(u, pair[1]);
                }
            };
        }
        return new Step() {
            @Override
            public void execute(Cpu cpu) {
                long address = cpu.read(n);
                long both = cpu.memory().readAcquire(address, 3);
                cpu.monitor().mark(address, 8, both, 0);
                cpu.write(t, both & LOW_HALF);
                cpu.write(u, both >>> 32);
            }
        };
    }

    static Step store(Operands o) {
        int n = o.nSp();
        int t = o.tSource();
        int u = Slot.source(o.field('u'));
        int status = Slot.target(o.field('s'));
        boolean ofX = o.field('z') == 1;
        return new Step() {
            @Override
            public void execute(Cpu cpu) {
                long address = cpu.read(n);
                boolean stored = cpu.monitor().take(address, ofX ? 16 : 8)
                        && (ofX
                                ? exchangePair(cpu, address, cpu.read(t), cpu.read(u))
                                : exchange(cpu, address, (cpu.read(t) & LOW_HALF) | cpu.read(u) << 32));
                cpu.write(status, stored ? 0 : 1);
            }
        };
    }

    private static boolean exchange(Cpu cpu, long address, long both) {
        long loaded = cpu.monitor().low();
        return cpu.memory().compareAndExchange(address, 3, loaded, both) == loaded;
    }

    private static boolean exchangePair(Cpu cpu, long address, long low, long high) {
        ExclusiveMonitor monitor = cpu.monitor();
        long[] witness = new long[2];
        return cpu.memory().compareAndExchangePair(address, monitor.low(), monitor.high(), low, high, witness);
    }
}
