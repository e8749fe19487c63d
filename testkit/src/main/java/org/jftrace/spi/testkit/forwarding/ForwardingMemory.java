package org.jftrace.spi.testkit.forwarding;

import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;

/**
 * Keeps all promises of a memory inside, its atomicity, ordering and errors, but those that a subclass breaks.
 *
 * <p>Each access is passed on as it is. What consists of several, {@link #loadPairAcquire}, {@link #loadPairThroughAcquire},
 * {@link #writeFrame} and {@link #replaceWord}, is made of them here, so a subclass that overrides {@link #readLongAcquire},
 * {@link #writeLong}, {@link #readWord} or {@link #patchWord} is asked for these too. The reads of a long are two, {@link #readLong}
 * and {@link #readLongAcquire}, and neither calls the other.
 */
public class ForwardingMemory implements CodeMemory {
    private final CodeMemory memory;

    /**
     * Passes everything on.
     *
     * @param memory what keeps the promises
     */
    public ForwardingMemory(CodeMemory memory) {
        this.memory = memory;
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
    public void patchLong(long address, long value) {
        memory.patchLong(address, value);
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
