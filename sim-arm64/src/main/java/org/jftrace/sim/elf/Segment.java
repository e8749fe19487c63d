package org.jftrace.sim.elf;

import org.jftrace.sim.memory.Protection;

/**
 * What a PT_LOAD asks for, checked.
 *
 * @param address p_vaddr, without load bias
 * @param memorySize p_memsz
 * @param fileOffset p_offset
 * @param fileSize p_filesz, at most the memory size; the rest is zero
 * @param protection from p_flags
 */
record Segment(long address, long memorySize, int fileOffset, int fileSize, Protection protection) {
    static final int PAGE = 4096;

    long firstPage() {
        return address & -PAGE;
    }

    /** The address after the last page. */
    long endPage() {
        return (address + memorySize + PAGE - 1) & -PAGE;
    }

    boolean covers(long where, int size) {
        long offset = where - address;
        return offset >= 0 && offset <= memorySize - size;
    }

    boolean sharesPageWith(Segment other) {
        return Long.compareUnsigned(firstPage(), other.endPage() - 1) <= 0
                && Long.compareUnsigned(other.firstPage(), endPage() - 1) <= 0;
    }

    boolean executable() {
        return protection == Protection.READ_EXECUTE || protection == Protection.EXECUTE;
    }

    @Override
    public String toString() {
        return "PT_LOAD at 0x" + Long.toHexString(address) + " of 0x" + Long.toHexString(memorySize) + " bytes";
    }
}
