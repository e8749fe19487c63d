package org.jftrace.sim.exec.memory;

import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.ExclusiveMonitor;
import org.jftrace.sim.cpu.Slot;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.operand.Operands;

/** LDXR, STXR and their acquiring and releasing forms, of one register. */
final class ExclusiveSteps {
    private ExclusiveSteps() {}

    /** LDXR as well: that it also acquires is no harm. */
    static Step load(Operands o) {
        int log2Size = o.field('z');
        int n = o.nSp();
        int t = o.tTarget();
        return new Step() {
            @Override
            public void execute(Cpu cpu) {
                long address = cpu.read(n);
                long value = cpu.memory().readAcquire(address, log2Size);
                cpu.monitor().mark(address, 1 << log2Size, value, 0);
                cpu.write(t, value);
            }
        };
    }

    /** A compare-and-exchange is a full barrier, so STXR releases too. Status 0 is success. */
    static Step store(Operands o) {
        int log2Size = o.field('z');
        int n = o.nSp();
        int t = o.tSource();
        int status = Slot.target(o.field('s'));
        return new Step() {
            @Override
            public void execute(Cpu cpu) {
                ExclusiveMonitor monitor = cpu.monitor();
                long address = cpu.read(n);
                boolean stored = false;
                if (monitor.take(address, 1 << log2Size)) {
                    long loaded = monitor.low();
                    stored = cpu.memory().compareAndExchange(address, log2Size, loaded, cpu.read(t)) == loaded;
                }
                cpu.write(status, stored ? 0 : 1);
            }
        };
    }
}
