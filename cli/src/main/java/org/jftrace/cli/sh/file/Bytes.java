package org.jftrace.cli.sh.file;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jftrace.tracefs.TraceFile;

/** Text in the console is bytes, a character each: what is read is what is written, whatever it means. */
public final class Bytes {
    /** How much busybox reads at a time. */
    public static final int CHUNK = 4096;

    private Bytes() {}

    public static byte[] of(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** As text of the host, such as a path. */
    public static String decoded(String text) {
        return new String(of(text), StandardCharsets.UTF_8);
    }

    /** Writes all, the rest again after a short count. */
    public static void writeAll(TraceFile file, byte[] bytes) {
        byte[] rest = bytes;
        while (rest.length > 0) {
            int taken = file.write(rest);
            rest = Arrays.copyOfRange(rest, taken, rest.length);
        }
    }

    /** Reads up to the end. */
    public static byte[] readAll(TraceFile file) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] chunk = file.read(CHUNK); chunk.length > 0; chunk = file.read(CHUNK)) {
            all.write(chunk, 0, chunk.length);
        }
        return all.toByteArray();
    }
}
