package org.jftrace.tracefs.file;

import java.util.function.Supplier;
import org.jftrace.tracefs.OpenMode;
import org.jftrace.tracefs.TraceFile;

/**
 * The file {@code trace}: reading it consumes nothing, opening it with {@code O_TRUNC} empties the buffer, and what is written
 * is dropped.
 *
 * @param source the text to be read
 * @param empty empties the buffer
 * @param begin called when somebody opens it to read, and answers with what to do when that is closed
 */
public record TextualTrace(Supplier<String> source, Runnable empty, Supplier<Runnable> begin) implements ControlFile {
    @Override
    public TraceFile open(OpenMode mode) {
        if (mode.truncates()) {
            empty.run();
        }
        Runnable end = mode.reads() ? begin.get() : () -> {};
        return new OpenFile(mode) {
            @Override
            protected String text() {
                return source.get();
            }

            @Override
            protected int take(byte[] bytes) {
                return bytes.length;
            }

            @Override
            protected void release() {
                end.run();
            }
        };
    }
}
