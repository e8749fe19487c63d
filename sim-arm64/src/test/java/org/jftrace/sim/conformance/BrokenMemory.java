package org.jftrace.sim.conformance;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;

/** All as it is, but for what a subclass breaks. */
class BrokenMemory implements CodeMemory {
    final CodeMemory sound;
    private final AtomicLong accesses = new AtomicLong();

    BrokenMemory(CodeMemory sound) {
        this.sound = sound;
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
        return sound.readWord(address);
    }

    @Override
    public long readLong(long address) {
        accesses.incrementAndGet();
        return sound.readLong(address);
    }

    @Override
    public long readLongAcquire(long address) {
        accesses.incrementAndGet();
        return sound.readLongAcquire(address);
    }

    @Override
    public void loadPairAcquire(long address, GuestCpu cpu, int n) {
        sound.loadPairAcquire(address, cpu, n);
    }

    @Override
    public void writeLong(long address, long value) {
        sound.writeLong(address, value);
    }

    @Override
    public void patchWord(long address, int word) {
        accesses.incrementAndGet();
        sound.patchWord(address, word);
    }

    @Override
    public int replaceWord(long address, int expected, int word) {
        return sound.replaceWord(address, expected, word);
    }

    @Override
    public void patchLong(long address, long value) {
        sound.patchLong(address, value);
    }

    @Override
    public long allocateCode(long size, AddressRange near) {
        return sound.allocateCode(size, near);
    }

    @Override
    public long allocateData(long size) {
        return sound.allocateData(size);
    }

    @Override
    public void free(long address) {
        sound.free(address);
    }
}
