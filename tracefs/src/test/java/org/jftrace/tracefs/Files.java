package org.jftrace.tracefs;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.junit.jupiter.api.function.Executable;

/** What a shell does with files. */
record Files(TraceFs fs) {
    /** {@code cat}. */
    String cat(String path) {
        try (TraceFile file = fs.open(path, OpenMode.READ)) {
            return text(file);
        }
    }

    static String text(TraceFile file) {
        return new String(file.read(Integer.MAX_VALUE), StandardCharsets.ISO_8859_1);
    }

    /** {@code echo text > path}; writes until all is taken. */
    void echo(String text, String path) {
        write(text + "\n", path, OpenMode.TRUNCATE);
    }

    /** {@code echo text >> path}. */
    void append(String text, String path) {
        write(text + "\n", path, OpenMode.APPEND);
    }

    private void write(String text, String path, OpenMode mode) {
        try (TraceFile file = fs.open(path, mode)) {
            byte[] rest = text.getBytes(StandardCharsets.ISO_8859_1);
            while (rest.length > 0) {
                rest = Arrays.copyOfRange(rest, file.write(rest), rest.length);
            }
        }
    }

    static Errno errno(Executable refused) {
        return assertThrows(FtraceException.class, refused).errno();
    }
}
