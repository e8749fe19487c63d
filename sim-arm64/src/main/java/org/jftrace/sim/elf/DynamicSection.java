package org.jftrace.sim.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import net.fornwall.jelf.ElfDynamicSection;
import net.fornwall.jelf.ElfSegment;

/**
 * What the PT_DYNAMIC of a static ET_DYN asks for: R_AARCH64_RELATIVE relocations and nothing else. Read through the
 * segments, as a loader must: a stripped program has no section headers.
 */
final class DynamicSection {
    private static final int R_AARCH64_NONE = 0;
    private static final int R_AARCH64_RELATIVE = 1027;
    private static final int ENTRY = 16;
    private static final int RELA = 24;

    /**
     * {@code *(offset + bias) = addend + bias}.
     *
     * @param offset r_offset
     * @param addend r_addend
     */
    record Relative(long offset, long addend) {}

    private final ElfHeaders headers;
    private final List<Relative> relocations = new ArrayList<>();
    private long rela;
    private long relaSize;

    private DynamicSection(ElfHeaders headers) {
        this.headers = headers;
    }

    static List<Relative> relocations(ElfHeaders headers) throws BadElfException {
        DynamicSection dynamic = new DynamicSection(headers);
        ElfSegment segment = headers.elf.firstSegmentByType(ElfSegment.PT_DYNAMIC);
        if (segment != null) {
            dynamic.readTags(segment);
            dynamic.readRelocations();
        }
        return List.copyOf(dynamic.relocations);
    }

    private void readTags(ElfSegment segment) throws BadElfException {
        if (!headers.inFile(segment.p_offset, segment.p_filesz)) {
            throw headers.bad("truncated: PT_DYNAMIC of 0x" + Long.toHexString(segment.p_filesz) + " bytes at 0x"
                    + Long.toHexString(segment.p_offset));
        }
        ByteBuffer tags = slice((int) segment.p_offset, (int) segment.p_filesz);
        while (tags.remaining() >= ENTRY) {
            long tag = tags.getLong();
            long value = tags.getLong();
            if (tag == ElfDynamicSection.DT_NULL) {
                return;
            } else if (tag == ElfDynamicSection.DT_NEEDED) {
                throw headers.bad("not static: DT_NEEDED (string " + value + ") asks for a shared library");
            } else if ((tag == ElfDynamicSection.DT_PLTRELSZ && value != 0) || tag == ElfDynamicSection.DT_REL) {
                throw headers.bad("not static: dynamic tag " + tag + " with value 0x" + Long.toHexString(value));
            } else if (tag == ElfDynamicSection.DT_RELA) {
                rela = value;
            } else if (tag == ElfDynamicSection.DT_RELASZ) {
                relaSize = value;
            }
        }
    }

    private void readRelocations() throws BadElfException {
        if (relaSize == 0) {
            return;
        }
        Segment segment = headers.segments.stream()
                .filter(some -> some.covers(rela, 1) && rela - some.address() <= some.fileSize() - relaSize)
                .findFirst()
                .orElseThrow(() -> headers.bad("DT_RELA 0x" + Long.toHexString(rela) + " with DT_RELASZ 0x"
                        + Long.toHexString(relaSize) + " is not in a loaded part of the file"));
        ByteBuffer table = slice(segment.fileOffset() + (int) (rela - segment.address()), (int) relaSize);
        while (table.remaining() >= RELA) {
            long offset = table.getLong();
            long info = table.getLong();
            long addend = table.getLong();
            if (info == R_AARCH64_RELATIVE) {
                checkTarget(offset);
                relocations.add(new Relative(offset, addend));
            } else if (info != R_AARCH64_NONE) {
                throw headers.bad("not static: relocation of type " + (info & 0xffff_ffffL) + " at 0x"
                        + Long.toHexString(offset) + ", expected R_AARCH64_RELATIVE (" + R_AARCH64_RELATIVE + ")");
            }
        }
    }

    private void checkTarget(long offset) throws BadElfException {
        if ((offset & 7) != 0 || headers.segments.stream().noneMatch(segment -> segment.covers(offset, 8))) {
            throw headers.bad(
                    "relocation at 0x" + Long.toHexString(offset) + " is not an aligned doubleword of the program");
        }
    }

    private ByteBuffer slice(int offset, int size) {
        return ByteBuffer.wrap(headers.bytes, offset, size).slice().order(ByteOrder.LITTLE_ENDIAN);
    }
}
