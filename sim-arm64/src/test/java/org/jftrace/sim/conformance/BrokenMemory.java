package org.jftrace.sim.conformance;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.testkit.forwarding.ForwardingMemory;

/** All as it is, but for what a subclass breaks; counts accesses. */
class BrokenMemory extends ForwardingMemory {
    private final AtomicLong accesses = new AtomicLong();

    BrokenMemory(CodeMemory sound) {
        super(sound);
    }

    /** Gives somebody else the time to look in between: not always the same, lest two that do this march in step. */
    @SuppressWarnings("ThreadPriorityCheck") // others may have no core of their own
    final void letOthersAccess() {
        long enough = accesses.get() + ThreadLocalRandom.current().nextInt(1, 4);
        for (int i = 0; i < 2000 && accesses.get() < enough; i++) {
            if (i % 100 == 99) {
                Thread.yield();
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public int readWord(long address) {
        accesses.incrementAndGet();
        return super.readWord(address);
    }

    @Override
    public long readLong(long address) {
        accesses.incrementAndGet();
        return super.readLong(address);
    }

    @Override
    public long readLongAcquire(long address) {
        accesses.incrementAndGet();
        return super.readLongAcquire(address);
    }

    @Override
    public void patchWord(long address, int word) {
        accesses.incrementAndGet();
        super.patchWord(address, word);
    }
}
