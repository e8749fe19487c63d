package org.jftrace.spi;

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
     * @return the word in memory, whatever a CPU may still hold of an older one
     */
    int readWord(long address);

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
     * Writes 64 bits of data that only the calling CPU looks at, such as a stack frame.
     *
     * @param address 8-byte aligned, writable
     * @param value the bits
     */
    void writeLong(long address, long value);

    /**
     * Writes six consecutive 64-bit values as six calls of {@link #writeLong} do, lowest address first. A traced call
     * writes its frame with three of these, so it is worth checking the address once for all.
     *
     * @param address 8-byte aligned, writable up to 48 bytes on
     * @param first the bits at the address
     * @param second the bits 8 bytes on
     * @param third the bits 16 bytes on
     * @param fourth the bits 24 bytes on
     * @param fifth the bits 32 bytes on
     * @param sixth the bits 40 bytes on
     */
    default void writeLongs(long address, long first, long second, long third, long fourth, long fifth, long sixth) {
        writeLong(address, first);
        writeLong(address + 8, second);
        writeLong(address + 16, third);
        writeLong(address + 24, fourth);
        writeLong(address + 32, fifth);
        writeLong(address + 40, sixth);
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
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#ENOMEM} if there is no such room
     */
    long allocateCode(long size, AddressRange near);

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
