package org.jftrace.cli.sh.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.tracefs.TraceFile;

/** A standard stream of the process. Closing leaves it open. */
public final class StreamFile {
    private StreamFile() {}

    /** The standard input. */
    public static TraceFile input(InputStream in) {
        return new TraceFile() {
            @Override
            public int write(byte[] bytes) {
                throw new FtraceException(Errno.EBADF, "standard input is not open for writing");
            }

            @Override
            public byte[] read(int most) {
                try {
                    byte[] buffer = new byte[most];
                    return Arrays.copyOf(buffer, Math.max(0, in.read(buffer)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void close() {}
        };
    }

    /** The standard output or error output; each write is seen at once. */
    public static TraceFile output(PrintStream out) {
        return new TraceFile() {
            @Override
            public int write(byte[] bytes) {
                out.write(bytes, 0, bytes.length);
                out.flush();
                return bytes.length;
            }

            @Override
            public byte[] read(int most) {
                throw new FtraceException(Errno.EBADF, "standard output is not open for reading");
            }

            @Override
            public void close() {}
        };
    }
}
