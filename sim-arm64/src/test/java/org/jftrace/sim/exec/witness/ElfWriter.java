package org.jftrace.sim.exec.witness;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Writes a static ELF file, so that a test needs no toolchain. */
public final class ElfWriter {
    private static final int PAGE = 4096;
    private static final int ELF_HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final short ET_EXEC = 2;
    private static final short EM_AARCH64 = 183;
    private static final int PF_X = 1;
    private static final int PF_W = 2;
    private static final int PF_R = 4;

    private ElfWriter() {}

    /** What is mapped, at a multiple of the page size. */
    public static final class Segment {
        private final long address;
        private final byte[] content;
        private final boolean writable;

        public Segment(long address, byte[] content, boolean writable) {
            this.address = address;
            this.content = content;
            this.writable = writable;
        }

        public long address() {
            return address;
        }

        public byte[] content() {
            return content;
        }
    }

    /** A file of a few segments, those that are not writable being executable. */
    public static byte[] write(long entry, List<Segment> segments) {
        int size = PAGE;
        for (Segment segment : segments) {
            size += pages(segment);
        }
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
        file.putShort(ET_EXEC).putShort(EM_AARCH64).putInt(1);
        file.putLong(entry).putLong(ELF_HEADER).putLong(0);
        file.putInt(0)
                .putShort((short) ELF_HEADER)
                .putShort((short) PROGRAM_HEADER)
                .putShort((short) segments.size());
        file.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        int offset = PAGE;
        for (Segment segment : segments) {
            header(file, segment, offset);
            file.duplicate().position(offset).put(segment.content);
            offset += pages(segment);
        }
        return file.array();
    }

    private static int pages(Segment segment) {
        return (segment.content.length + PAGE - 1) / PAGE * PAGE;
    }

    private static void header(ByteBuffer file, Segment segment, int offset) {
        int size = segment.content.length;
        file.putInt(1).putInt(PF_R | (segment.writable ? PF_W : PF_X));
        file.putLong(offset).putLong(segment.address).putLong(segment.address);
        file.putLong(size).putLong(size).putLong(PAGE);
    }
}
