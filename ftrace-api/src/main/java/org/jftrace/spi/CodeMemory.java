package org.jftrace.spi;

import org.jftrace.Errno;
import org.jftrace.FtraceException;

/**
 * Guest memory as the tracer sees it. Addresses are virtual addresses of guest code, numbers are little-endian. Aligned
 * 32-bit and 64-bit accesses are single-copy atomic (Arm ARM B2.2.1).
 *
 * <p>An address that is not mapped, or not aligned to the size of the access, gives an {@link
 * org.jftrace.FtraceException} with {@link org.jftrace.Errno#EFAULT} naming it.
 */
public interface CodeMemory {
    /**
     * Reads a 32-bit word, such as an instruction. Ordered after it: nothing.
     *
     * @param address 4-byte aligned
     * @return the word in memory, whatever a CPU may still hold of an older one. By default a half of what {@link
     *     #readLongAcquire} reads
     */
    default int readWord(long address) {
        return (int) (readLongAcquire(address & ~4L) >>> (8 * (address & 4)));
    }

    /**
     * Reads 64 bits of data. Ordered after it: nothing, so the default, an acquire, promises more than it must.
     *
     * @param address 8-byte aligned
     * @return the bits
     */
    default long readLong(long address) {
        return readLongAcquire(address);
    }

    /**
     * Reads 64 bits with acquire semantics: what the writer wrote before its release is seen after it.
     *
     * @param address 8-byte aligned
     * @return the bits
     */
    long readLongAcquire(long address);

    /**
     * Loads two consecutive 64-bit values into registers, as two calls of {@link #readLongAcquire} do, lowest address first.
     *
     * @param address 8-byte aligned
     * @param cpu whose registers take the bits
     * @param n the register for the bits at the address, 0 to 29; the next takes those 8 bytes on
     */
    default void loadPairAcquire(long address, GuestCpu cpu, int n) {
        cpu.setX(n, readLongAcquire(address));
        cpu.setX(n + 1, readLongAcquire(address + 8));
    }

    /**
     * Loads two consecutive 64-bit values from where a pointer in memory leads, as an LDR and an LDP of what it loaded: {@link
     * #readLongAcquire} and, with what that read, {@link #loadPairAcquire}. A traced call loads its ops handle with one of these,
     * through the literal of the call site.
     *
     * @param pointer the address of the pointer, 8-byte aligned
     * @param cpu whose registers take the bits
     * @param n the register for the bits at the address the pointer holds, 0 to 29; the next takes those 8 bytes on
     * @return the address the pointer held: one reading, and where the bits are from
     */
    default long loadPairThroughAcquire(long pointer, GuestCpu cpu, int n) {
        long address = readLongAcquire(pointer);
        loadPairAcquire(address, cpu, n);
        return address;
    }

    /**
     * Writes 64 bits of data that only the calling CPU looks at, such as a stack frame. The default, for a memory that guest
     * code may write anywhere, is {@link #patchLong}, a release, which is more than must be.
     *
     * @param address 8-byte aligned, writable
     * @param value the bits
     */
    default void writeLong(long address, long value) {
        patchLong(address, value);
    }

    /**
     * Writes a call's registers x0 to x8, then five more values, to fourteen consecutive 64-bit words, as calls of {@link
     * #writeLong} do, lowest address first. A traced call writes its frame with one of these, so it is worth checking the
     * address once for all.
     *
     * @param address 8-byte aligned, writable up to 112 bytes on
     * @param cpu whose x0 to x8 go to the address and the 64 bytes behind it
     * @param v9 the bits 72 bytes on
     * @param v10 the bits 80 bytes on
     * @param v11 the bits 88 bytes on
     * @param v12 the bits 96 bytes on
     * @param v13 the bits 104 bytes on
     */
    default void writeFrame(long address, GuestCpu cpu, long v9, long v10, long v11, long v12, long v13) {
        for (int n = 0; n <= 8; n++) {
            writeLong(address + 8L * n, cpu.x(n));
        }
        writeLong(address + 72, v9);
        writeLong(address + 80, v10);
        writeLong(address + 88, v11);
        writeLong(address + 96, v12);
        writeLong(address + 104, v13);
    }

    /**
     * Replaces an instruction through the patching window, although text is not writable for guest code; Linux: {@code
     * aarch64_insn_write}. Single-copy atomic and a release: a CPU that executes the new word sees everything the caller
     * wrote before. CPUs may go on executing the old word until {@link Machine#synchronizeCpus()}.
     *
     * @param address 4-byte aligned, mapped
     * @param word the new instruction
     */
    void patchWord(long address, int word);

    /**
     * Replaces an instruction as {@link #patchWord} does, if it is the one that is expected. Nobody else patches meanwhile, so
     * reading and writing need not be one access; a memory that looks addresses up may do it once.
     *
     * @param address 4-byte aligned, mapped
     * @param expected the old instruction
     * @param word the new instruction
     * @return what was there; if it is not what was expected, nothing is written
     */
    default int replaceWord(long address, int expected, int word) {
        int found = readWord(address);
        if (found == expected) {
            patchWord(address, word);
        }
        return found;
    }

    /**
     * Replaces a 64-bit literal in text, or a field of an ops handle, through the patching window. Single-copy atomic and
     * a release; a CPU's loads see it as they would see any other store.
     *
     * @param address 8-byte aligned, mapped
     * @param value the new bits
     */
    void patchLong(long address, long value);

    /**
     * Takes memory for generated code, executable, and not writable for guest code.
     *
     * @param size in bytes, a multiple of 4, at least 4
     * @param near the whole block will be within reach of a BL (-128 MiB to +128 MiB - 4) from every address in this
     *     range
     * @return its first address, 16-byte aligned, filled with zeros (UDF)
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#ENOMEM} if there is no such room. The default, for a
     *     memory whose data may be executed, takes what {@link #allocateData} gives, and gives it back if it is too far away
     */
    default long allocateCode(long size, AddressRange near) {
        long address = allocateData(size);
        long furthestBack = address - Math.max(near.start(), near.end() - 4);
        long furthestAhead = address + size - 4 - near.start();
        if (furthestBack < -(128L << 20) || furthestAhead > (128L << 20) - 4) {
            free(address);
            throw new FtraceException(Errno.ENOMEM, "no room for " + size + " bytes of code within reach of " + near);
        }
        return address;
    }

    /**
     * Takes memory for data that guest code reads and only {@link #patchLong} writes, such as ops handles.
     *
     * @param size in bytes, at least 1
     * @return its first address, 16-byte aligned, filled with zeros
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#ENOMEM} if there is no room
     */
    long allocateData(long size);

    /**
     * Gives memory back. The caller has made sure that no CPU can still reach it.
     *
     * @param address what an allocate method returned
     * @throws IllegalArgumentException if it is not allocated
     */
    void free(long address);
}
