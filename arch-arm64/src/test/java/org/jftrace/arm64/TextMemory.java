package org.jftrace.arm64;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;

/** Memory for tests of words and text: sparse, and it remembers the order of patches. */
public class TextMemory implements CodeMemory {
    private final Map<Long, Integer> words = new HashMap<>();
    private final List<String> patches = new ArrayList<>();
    private long next = 0x7000_0000L;

    /** Puts consecutive words, without a trace in {@link #patches()}. */
    public TextMemory words(long address, int... values) {
        for (int i = 0; i < values.length; i++) {
            words.put(address + 4L * i, values[i]);
        }
        return this;
    }

    /** What was patched, in order, as {@code address=value}. */
    public List<String> patches() {
        return patches;
    }

    @Override
    public int readWord(long address) {
        Integer word = words.get(address);
        if (word == null) {
            throw new FtraceException(Errno.EFAULT, "nothing at 0x" + Long.toHexString(address));
        }
        return word;
    }

    @Override
    public long readLong(long address) {
        return (readWord(address) & 0xffffffffL) | ((long) readWord(address + 4) << 32);
    }

    @Override
    public long readLongAcquire(long address) {
        return readLong(address);
    }

    @Override
    public void writeLong(long address, long value) {
        words(address, (int) value, (int) (value >>> 32));
    }

    @Override
    public void patchWord(long address, int word) {
        patches.add(String.format("%x=%08x", address, word));
        words(address, word);
    }

    @Override
    public void patchLong(long address, long value) {
        patches.add(String.format("%x=%016x", address, value));
        writeLong(address, value);
    }

    @Override
    public long allocateCode(long size, AddressRange near) {
        return allocateData(size);
    }

    @Override
    public long allocateData(long size) {
        long address = next;
        for (long at = 0; at < size; at += 4) {
            words(address + at, 0);
        }
        next += (size + 15) & -16;
        return address;
    }

    @Override
    public void free(long address) {
        throw new UnsupportedOperationException("nothing is freed in these tests: 0x" + Long.toHexString(address));
    }
}
