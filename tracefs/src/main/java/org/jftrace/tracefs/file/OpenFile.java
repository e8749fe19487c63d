package org.jftrace.tracefs.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.tracefs.OpenMode;
import org.jftrace.tracefs.TraceFile;
import org.jspecify.annotations.Nullable;

/** What all open files have in common: modes, and a text that is made at the first read, as a {@code seq_file}'s is. */
public abstract class OpenFile implements TraceFile {
    private final OpenMode mode;
    private byte @Nullable [] text;
    private int position;
    private boolean closed;

    /**
     * Opens.
     *
     * @param mode what may be done
     */
    protected OpenFile(OpenMode mode) {
        this.mode = mode;
    }

    /**
     * Makes the text to be read.
     *
     * @return each line ends with a newline
     * @throws FtraceException {@link Errno#EINVAL} if the file is not one to be read
     */
    protected String text() {
        throw new FtraceException(Errno.EINVAL, "this file cannot be read");
    }

    /**
     * Takes what is written.
     *
     * @param bytes not empty
     * @return how many were taken
     * @throws FtraceException {@link Errno#EINVAL} if the file is not one to be written
     */
    protected int take(byte[] bytes) {
        throw new FtraceException(Errno.EINVAL, "this file cannot be written");
    }

    /** Runs once, when the file is closed. */
    protected void release() {}

    /**
     * Tells how it was opened.
     *
     * @return the mode
     */
    protected final OpenMode mode() {
        return mode;
    }

    @Override
    public final int write(byte[] bytes) {
        if (closed || !mode.writes()) {
            throw new FtraceException(Errno.EBADF, "the file is not open for writing");
        }
        return bytes.length == 0 ? 0 : take(bytes);
    }

    @Override
    public final byte[] read(int most) {
        if (closed || !mode.reads()) {
            throw new FtraceException(Errno.EBADF, "the file is not open for reading");
        }
        return give(most);
    }

    /**
     * Hands out what comes next.
     *
     * @param most how many bytes are wanted
     * @return up to that many; none at the end
     */
    protected byte[] give(int most) {
        if (text == null) {
            text = text().getBytes(StandardCharsets.ISO_8859_1);
        }
        int from = position;
        position = (int) Math.min(text.length, (long) from + most);
        return Arrays.copyOfRange(text, from, position);
    }

    @Override
    public final void close() {
        if (!closed) {
            closed = true;
            release();
        }
    }
}
