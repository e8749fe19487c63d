package org.jftrace.sim.memory;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.MachineClosedException;

/**
 * The memory of one machine: guest data access (see {@link DataAccess}, for CPUs), instruction fetch, mapping, and the
 * tracer's {@link CodeMemory}, which throws {@link FtraceException} where guest access throws {@link MemoryFault}.
 */
public final class GuestMemory extends DataAccess implements CodeMemory {
    private static final AddressRange DATA_WINDOW = new AddressRange(1L << 38, 1L << 46);
    /** Never given to anybody, so that a branch or a load through a null pointer faults. */
    private static final AddressRange NULL_AREA = new AddressRange(0, 64 << 10);

    private final BlockAllocator code = new BlockAllocator(space, "generated code", Protection.READ_EXECUTE);
    private final BlockAllocator data = new BlockAllocator(space, "tracer data", Protection.READ);
    private final List<CodeListener> listeners = new CopyOnWriteArrayList<>();
    /** Held while text is written and listeners are told, so that they hear in the order of the writes. */
    private final Object patching = new Object();

    private volatile boolean closed;

    /** Makes a memory in which nothing is mapped. */
    public GuestMemory() {
        space.reserve(NULL_AREA);
    }

    /**
     * Maps zeroed memory.
     *
     * @param name of the region, for messages
     * @param start a multiple of 4096
     * @param size a multiple of 4096, at most 1 GiB
     * @param protection what guest code may do
     * @throws IllegalArgumentException if the place is misaligned or taken
     */
    public void map(String name, long start, long size, Protection protection) {
        space.map(name, start, size, protection);
    }

    /**
     * Fills memory, whatever its protection, before any CPU runs.
     *
     * @param address mapped, with everything up to the last byte in one region
     * @param bytes the source
     * @param from first index in it
     * @param length how many
     */
    public void load(long address, byte[] bytes, int from, int length) {
        Region region = mapped(address, length);
        region.bytes.duplicate().position((int) (address - region.start)).put(bytes, from, length);
    }

    /**
     * Keeps a range of addresses from being given to generated code or tracer data.
     *
     * @param range stays unmapped
     */
    public void reserve(AddressRange range) {
        space.reserve(range);
    }

    /**
     * Asks to be told of changed code.
     *
     * @param listener is told from now on
     */
    public void addCodeListener(CodeListener listener) {
        listeners.add(listener);
    }

    /** Ends the tracer's writes and allocations. Guest access and reads go on. */
    public void close() {
        closed = true;
    }

    /**
     * Tells whether instructions may be fetched from a page.
     *
     * @param address any in the page
     * @return false too if it is not mapped
     */
    public boolean isExecutable(long address) {
        Region region = space.find(address);
        return region != null && region.fetchSize != 0;
    }

    /**
     * Fetches an instruction. An acquire: who sees a patched word sees what the patcher wrote before it.
     *
     * @param address 4-byte aligned
     * @return the word
     */
    public int fetch(long address) {
        Region region = aligned(address, 4, Access.EXECUTE);
        return (int) Region.INT.getAcquire(region.bytes, (int) (address - region.start));
    }

    @Override
    public int readWord(long address) {
        Region region = host(address, 4);
        return (int) Region.INT.getOpaque(region.bytes, (int) (address - region.start));
    }

    @Override
    public long readLong(long address) {
        Region region = host(address, 8);
        return (long) Region.LONG.getOpaque(region.bytes, (int) (address - region.start));
    }

    @Override
    public long readLongAcquire(long address) {
        Region region = host(address, 8);
        return (long) Region.LONG.getAcquire(region.bytes, (int) (address - region.start));
    }

    @Override
    public void writeLong(long address, long value) {
        checkOpen();
        Region region = host(address, 8);
        if (region.writeSize == 0) {
            throw fault(address, "not writable, it lies in " + region);
        }
        Region.LONG.setOpaque(region.bytes, (int) (address - region.start), value);
    }

    @Override
    public void patchWord(long address, int word) {
        checkOpen();
        Region region = host(address, 4);
        synchronized (patching) {
            Region.INT.setRelease(region.bytes, (int) (address - region.start), word);
            codeChanged(region, address, 4);
        }
    }

    @Override
    public void patchLong(long address, long value) {
        checkOpen();
        Region region = host(address, 8);
        int offset = (int) (address - region.start);
        if (region.fetchSize == 0) {
            Region.LONG.setRelease(region.bytes, offset, value);
            return;
        }
        synchronized (patching) {
            Region.LONG.setRelease(region.bytes, offset, value);
            codeChanged(region, address, 8);
        }
    }

    @Override
    public long allocateCode(long size, AddressRange near) {
        checkOpen();
        if (size < 4 || (size & 3) != 0) {
            throw new IllegalArgumentException("code size " + size + " is not a positive multiple of 4");
        }
        return code.allocate(size, BlockAllocator.reach(near), near.end());
    }

    @Override
    public long allocateData(long size) {
        checkOpen();
        if (size < 1) {
            throw new IllegalArgumentException("data size " + size + " is not positive");
        }
        return data.allocate(size, DATA_WINDOW, DATA_WINDOW.start());
    }

    /** {@inheritDoc} The block is cleared: a CPU that gets there after all runs into UDF, or calls address 0. */
    @Override
    public void free(long address) {
        checkOpen();
        BlockAllocator owner = code.owns(address) ? code : data;
        AddressRange block = owner.withdraw(address);
        Region region = host(address, 4);
        synchronized (patching) {
            for (long at = block.start(); at != block.end(); at += 8) {
                Region.LONG.setRelease(region.bytes, (int) (at - region.start), 0L);
            }
            codeChanged(region, address, (int) block.size());
        }
        owner.giveBack(block);
    }

    private void codeChanged(Region region, long address, int length) {
        if (region.fetchSize != 0) {
            for (CodeListener listener : listeners) {
                listener.codeChanged(address, length);
            }
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new MachineClosedException("the machine is closed, its memory can only be read");
        }
    }

    private Region host(long address, int size) {
        if ((address & (size - 1)) != 0) {
            throw fault(address, "not aligned to " + size + " bytes");
        }
        return mapped(address, size);
    }

    private Region mapped(long address, int size) {
        Region region = space.find(address);
        if (region == null || !region.covers(address, size)) {
            throw fault(address, "not mapped");
        }
        return region;
    }

    private static FtraceException fault(long address, String reason) {
        return new FtraceException(Errno.EFAULT, "guest address 0x" + Long.toHexString(address) + " is " + reason);
    }
}
