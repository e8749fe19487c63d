package org.jftrace.cli.sh.file;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jftrace.tracefs.TraceFile;

/** A pipe: what is written can be read once. Its reader starts when its writer has ended. */
public final class MemoryFile implements TraceFile {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private byte[] readable = new byte[0];
    private int position;

    /** A file with a text in it. */
    public static MemoryFile of(String text) {
        MemoryFile file = new MemoryFile();
        file.write(Bytes.of(text));
        return file;
    }

    @Override
    public int write(byte[] bytes) {
        written.writeBytes(bytes);
        return bytes.length;
    }

    @Override
    public byte[] read(int most) {
        if (readable.length < written.size()) {
            readable = written.toByteArray();
        }
        int end = Math.min(readable.length, position + most);
        byte[] read = Arrays.copyOfRange(readable, position, end);
        position = end;
        return read;
    }

    /** What was written. */
    public String text() {
        return Bytes.text(written.toByteArray());
    }

    /** Still to be read. */
    @Override
    public void close() {}
}
