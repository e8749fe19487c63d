package org.jftrace.sim.exec.witness;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes a static ELF file of two segments, so that the test needs no toolchain. */
final class ElfWriter {
    private static final int PAGE = 4096;
    private static final int ELF_HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final short ET_EXEC = 2;
    private static final short EM_AARCH64 = 183;
    private static final int PF_X = 1;
    private static final int PF_W = 2;
    private static final int PF_R = 4;

    private ElfWriter() {}

    /** The entry point is the first byte of the text. */
    static byte[] write(long textAddress, byte[] text, long dataAddress, byte[] data) {
        int dataOffset = PAGE + (text.length + PAGE - 1) / PAGE * PAGE;
        ByteBuffer file = ByteBuffer.allocate(dataOffset + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
        file.putShort(ET_EXEC).putShort(EM_AARCH64).putInt(1);
        file.putLong(textAddress).putLong(ELF_HEADER).putLong(0);
        file.putInt(0)
                .putShort((short) ELF_HEADER)
                .putShort((short) PROGRAM_HEADER)
                .putShort((short) 2);
        file.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        segment(file, PF_R | PF_X, PAGE, textAddress, text.length);
        segment(file, PF_R | PF_W, dataOffset, dataAddress, data.length);
        file.position(PAGE).put(text);
        file.position(dataOffset).put(data);
        return file.array();
    }

    private static void segment(ByteBuffer file, int flags, int offset, long address, int size) {
        file.putInt(1).putInt(flags).putLong(offset).putLong(address).putLong(address);
        file.putLong(size).putLong(size).putLong(PAGE);
    }
}
