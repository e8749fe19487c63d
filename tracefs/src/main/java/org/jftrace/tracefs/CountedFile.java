package org.jftrace.tracefs;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jftrace.tracefs.file.ControlFile;

/** A file of an instance, which cannot be removed while the file is open. */
record CountedFile(ControlFile file, AtomicInteger opened) implements ControlFile {
    @Override
    public TraceFile open(OpenMode mode) {
        TraceFile open = file.open(mode);
        opened.incrementAndGet();
        AtomicBoolean closed = new AtomicBoolean();
        return new TraceFile() {
            @Override
            public int write(byte[] bytes) {
                return open.write(bytes);
            }

            @Override
            public byte[] read(int most) {
                return open.read(most);
            }

            @Override
            public void close() {
                if (!closed.getAndSet(true)) {
                    opened.decrementAndGet();
                }
                open.close();
            }
        };
    }
}
