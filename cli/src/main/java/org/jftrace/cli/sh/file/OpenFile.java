package org.jftrace.cli.sh.file;

import java.util.Optional;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.tracefs.TraceFile;

/** A file and how many descriptors lead to it. The last one to go closes it. */
final class OpenFile {
    private final TraceFile file;
    private int descriptors;

    OpenFile(TraceFile file) {
        this.file = file;
    }

    TraceFile file() {
        return file;
    }

    OpenFile retain() {
        descriptors++;
        return this;
    }

    /** Returns what {@code close(2)} says. */
    Optional<Errno> release() {
        descriptors--;
        if (descriptors > 0) {
            return Optional.empty();
        }
        try {
            file.close();
            return Optional.empty();
        } catch (FtraceException e) {
            return Optional.of(e.errno());
        }
    }
}
