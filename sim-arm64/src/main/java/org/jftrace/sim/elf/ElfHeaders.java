package org.jftrace.sim.elf;

import java.util.ArrayList;
import java.util.List;
import net.fornwall.jelf.ElfFile;
import net.fornwall.jelf.ElfSegment;
import org.jftrace.sim.memory.Protection;

/** The file header and the segments of a program, checked: right kind of machine, nothing beyond the end of the file. */
final class ElfHeaders {
    private static final int FILE_HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int SECTION_HEADER = 64;
    private static final long LARGEST_SEGMENT = 1L << 30;
    /** Linux: {@code mmap_min_addr}. */
    private static final long LOWEST_ADDRESS = 64 << 10;

    private static final int R = 4;
    private static final int W = 2;
    private static final int X = 1;

    final String file;
    final byte[] bytes;
    final ElfFile elf;
    final List<Segment> segments = new ArrayList<>();

    ElfHeaders(String file, byte[] bytes) throws BadElfException {
        this.file = file;
        this.bytes = bytes;
        checkIdentity();
        try {
            elf = ElfFile.from(bytes);
        } catch (RuntimeException e) {
            // What the parser throws on damaged headers is not specified.
            throw new BadElfException(file, "not a well-formed ELF file: " + e.getMessage(), e);
        }
        checkKind();
        checkTable("program header", elf.e_phoff, elf.e_phentsize, elf.e_phnum & 0xffff, PROGRAM_HEADER);
        checkTable("section header", elf.e_shoff, elf.e_shentsize, elf.e_shnum & 0xffff, SECTION_HEADER);
        checkStatic();
        readSegments();
        checkEntry();
    }

    boolean relocatable() {
        return elf.e_type == ElfFile.ET_DYN;
    }

    BadElfException bad(String message) {
        return new BadElfException(file, message);
    }

    boolean inFile(long offset, long size) {
        return offset >= 0 && size >= 0 && offset <= bytes.length && size <= bytes.length - offset;
    }

    private void checkIdentity() throws BadElfException {
        if (bytes.length < 4 || bytes[0] != 0x7f || bytes[1] != 'E' || bytes[2] != 'L' || bytes[3] != 'F') {
            throw bad("not an ELF file, it does not start with 7f 'E' 'L' 'F'");
        }
        if (bytes.length < FILE_HEADER) {
            throw bad("truncated: " + bytes.length + " bytes, the file header alone has " + FILE_HEADER);
        }
        if (bytes[4] != ElfFile.CLASS_64) {
            throw bad("not a 64-bit program: EI_CLASS is " + bytes[4] + ", expected " + ElfFile.CLASS_64);
        }
        if (bytes[5] != ElfFile.DATA_LSB) {
            throw bad("not little-endian: EI_DATA is " + bytes[5] + ", expected " + ElfFile.DATA_LSB);
        }
    }

    private void checkKind() throws BadElfException {
        int machine = elf.e_machine & 0xffff;
        if (machine != ElfFile.ARCH_AARCH64) {
            String name =
                    machine == ElfFile.ARCH_X86_64 ? " (x86-64)" : machine == ElfFile.ARCH_ARM ? " (32-bit Arm)" : "";
            throw bad("not for AArch64: e_machine is " + machine + name + ", expected " + ElfFile.ARCH_AARCH64);
        }
        if (elf.e_type != ElfFile.ET_EXEC && elf.e_type != ElfFile.ET_DYN) {
            String name = elf.e_type == ElfFile.ET_REL ? " (relocatable object: link it)" : "";
            throw bad("not a program: e_type is " + elf.e_type + name + ", expected " + ElfFile.ET_EXEC + " or "
                    + ElfFile.ET_DYN);
        }
    }

    private void checkTable(String name, long offset, int entrySize, int count, int expectedSize)
            throws BadElfException {
        if (count == 0) {
            return;
        }
        if (entrySize != expectedSize) {
            throw bad(name + "s of " + entrySize + " bytes, expected " + expectedSize);
        }
        if (!inFile(offset, (long) entrySize * count)) {
            throw bad("truncated: " + count + " " + name + "s at 0x" + Long.toHexString(offset)
                    + " reach beyond the end of the file at 0x" + Integer.toHexString(bytes.length));
        }
    }

    private void checkStatic() throws BadElfException {
        for (int i = 0; i < (elf.e_phnum & 0xffff); i++) {
            ElfSegment segment = elf.getProgramHeader(i);
            if (segment.p_type == ElfSegment.PT_INTERP) {
                String interpreter = inFile(segment.p_offset, segment.p_filesz) ? segment.getIntepreter() : "?";
                throw bad("not static: PT_INTERP asks for " + interpreter);
            }
        }
    }

    private void readSegments() throws BadElfException {
        for (int i = 0; i < (elf.e_phnum & 0xffff); i++) {
            ElfSegment header = elf.getProgramHeader(i);
            if (header.p_type == ElfSegment.PT_LOAD && header.p_memsz != 0) {
                Segment segment = check(header);
                for (Segment other : segments) {
                    if (segment.sharesPageWith(other)) {
                        throw bad(segment + " overlaps, or shares a page with, " + other);
                    }
                }
                segments.add(segment);
            }
        }
        if (segments.isEmpty()) {
            throw bad("nothing to load: no PT_LOAD among " + (elf.e_phnum & 0xffff) + " program headers");
        }
    }

    private Segment check(ElfSegment header) throws BadElfException {
        String name = "PT_LOAD at 0x" + Long.toHexString(header.p_vaddr);
        if (!inFile(header.p_offset, header.p_filesz)) {
            throw bad("truncated: " + name + " wants 0x" + Long.toHexString(header.p_filesz) + " bytes at 0x"
                    + Long.toHexString(header.p_offset) + ", the file ends at 0x" + Integer.toHexString(bytes.length));
        }
        if (header.p_memsz < header.p_filesz || header.p_memsz > LARGEST_SEGMENT) {
            throw bad(name + ": p_memsz 0x" + Long.toHexString(header.p_memsz) + " is not between p_filesz 0x"
                    + Long.toHexString(header.p_filesz) + " and 0x" + Long.toHexString(LARGEST_SEGMENT));
        }
        long end = header.p_vaddr + header.p_memsz + Segment.PAGE;
        if (Long.compareUnsigned(end, header.p_vaddr) < 0) {
            throw bad(name + ": 0x" + Long.toHexString(header.p_memsz) + " bytes wrap around the address space");
        }
        if (!relocatable() && Long.compareUnsigned(header.p_vaddr, LOWEST_ADDRESS) < 0) {
            throw bad(name + " lies below 0x" + Long.toHexString(LOWEST_ADDRESS));
        }
        return new Segment(
                header.p_vaddr, header.p_memsz, (int) header.p_offset, (int) header.p_filesz, protection(name, header));
    }

    private Protection protection(String name, ElfSegment header) throws BadElfException {
        return switch (header.p_flags & (R | W | X)) {
            case 0 -> Protection.NONE;
            case R -> Protection.READ;
            case W, R | W -> Protection.READ_WRITE;
            case R | X -> Protection.READ_EXECUTE;
            case X -> Protection.EXECUTE;
            default -> throw bad(name + " is writable and executable: p_flags is " + header.p_flags);
        };
    }

    private void checkEntry() throws BadElfException {
        long entry = elf.e_entry;
        if ((entry & 3) != 0
                || segments.stream().noneMatch(segment -> segment.executable() && segment.covers(entry, 4))) {
            throw bad("entry point 0x" + Long.toHexString(entry) + " is not an instruction in executable memory");
        }
    }
}
