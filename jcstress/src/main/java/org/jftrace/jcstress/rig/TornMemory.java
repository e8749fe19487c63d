package org.jftrace.jcstress.rig;

import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;

/** Memory that patches 64 bits as two halves, the lower first: a broken promise of {@link CodeMemory#patchLong}. */
public final class TornMemory implements CodeMemory {
    private final CodeMemory memory;

    public TornMemory(CodeMemory memory) {
        this.memory = memory;
    }

    @Override
    public void patchLong(long address, long value) {
        memory.patchWord(address, (int) value);
        memory.patchWord(address + 4, (int) (value >>> 32));
    }

    @Override
    public int readWord(long address) {
        return memory.readWord(address);
    }

    @Override
    public long readLong(long address) {
        return memory.readLong(address);
    }

    @Override
    public long readLongAcquire(long address) {
        return memory.readLongAcquire(address);
    }

    @Override
    public void writeLong(long address, long value) {
        memory.writeLong(address, value);
    }

    @Override
    public void patchWord(long address, int word) {
        memory.patchWord(address, word);
    }

    @Override
    public long allocateCode(long size, AddressRange near) {
        return memory.allocateCode(size, near);
    }

    @Override
    public long allocateData(long size) {
        return memory.allocateData(size);
    }

    @Override
    public void free(long address) {
        memory.free(address);
    }
}
