package org.jftrace.tracefs.file;

import org.jftrace.tracefs.OpenMode;
import org.jftrace.tracefs.TraceFile;
import org.jftrace.tracefs.tracer.TraceArray;

/**
 * What was recorded, as text; {@code trace}. Truncating empties the buffer, and a write changes nothing.
 *
 * @param array has the buffer
 */
public record BufferFile(TraceArray array) implements ControlFile {
    @Override
    public TraceFile open(OpenMode mode) {
        if (mode.truncates()) {
            array.clearTrace();
        }
        return new OpenFile(mode) {
            @Override
            protected String text() {
                return array.trace();
            }

            @Override
            protected int take(byte[] bytes) {
                return bytes.length;
            }
        };
    }

    /**
     * Makes the file that consumes what it hands out; {@code trace_pipe}.
     *
     * @param array has the buffer
     * @return a file that does not wait
     */
    public static ControlFile pipe(TraceArray array) {
        return mode -> new OpenFile(mode) {
            @Override
            protected byte[] give(int most) {
                return array.readPipe(most);
            }
        };
    }
}
