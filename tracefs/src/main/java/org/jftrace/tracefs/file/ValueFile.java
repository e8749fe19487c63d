package org.jftrace.tracefs.file;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jftrace.tracefs.OpenMode;
import org.jftrace.tracefs.TraceFile;

/**
 * A file that holds one value: each write is a whole one.
 *
 * @param source the text to be read
 * @param sink takes what was written, with the newline if there was one
 */
public record ValueFile(Supplier<String> source, Consumer<String> sink) implements ControlFile {
    @Override
    public TraceFile open(OpenMode mode) {
        return new OpenFile(mode) {
            @Override
            protected String text() {
                return source.get();
            }

            @Override
            protected int take(byte[] bytes) {
                sink.accept(new String(bytes, StandardCharsets.ISO_8859_1));
                return bytes.length;
            }
        };
    }
}
