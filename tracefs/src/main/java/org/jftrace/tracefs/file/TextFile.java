package org.jftrace.tracefs.file;

import java.util.function.Supplier;
import org.jftrace.tracefs.OpenMode;
import org.jftrace.tracefs.TraceFile;

/**
 * A file that tells something and takes nothing.
 *
 * @param source makes the text anew each time the file is read
 */
public record TextFile(Supplier<String> source) implements ControlFile {
    @Override
    public TraceFile open(OpenMode mode) {
        return new OpenFile(mode) {
            @Override
            protected String text() {
                return source.get();
            }
        };
    }
}
