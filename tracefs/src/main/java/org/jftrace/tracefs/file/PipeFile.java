package org.jftrace.tracefs.file;

import java.util.function.IntFunction;
import org.jftrace.tracefs.OpenMode;
import org.jftrace.tracefs.TraceFile;

/**
 * A file whose reading consumes.
 *
 * @param source is told how many bytes are wanted
 */
public record PipeFile(IntFunction<byte[]> source) implements ControlFile {
    @Override
    public TraceFile open(OpenMode mode) {
        return new OpenFile(mode) {
            @Override
            protected byte[] give(int most) {
                return source.apply(most);
            }
        };
    }
}
