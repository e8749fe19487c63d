package org.jftrace.tracefs.file;

import org.jftrace.tracefs.TraceFile;

/** An open file that says when it is closed. */
final class CountedFile implements TraceFile {
    private final TraceFile file;
    private final Runnable closed;
    private boolean open = true;

    CountedFile(TraceFile file, Runnable closed) {
        this.file = file;
        this.closed = closed;
    }

    @Override
    public int write(byte[] bytes) {
        return file.write(bytes);
    }

    @Override
    public byte[] read(int most) {
        return file.read(most);
    }

    @Override
    public void close() {
        try {
            file.close();
        } finally {
            if (open) {
                open = false;
                closed.run();
            }
        }
    }
}
