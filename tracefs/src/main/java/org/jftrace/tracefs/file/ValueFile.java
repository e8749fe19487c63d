package org.jftrace.tracefs.file;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jftrace.tracefs.OpenMode;
import org.jftrace.tracefs.TraceFile;

/**
 * A file that holds one value. A write is taken whole, or refused.
 *
 * @param get tells the value, with a newline
 * @param set is given what one write brought, as it is
 */
public record ValueFile(Supplier<String> get, Consumer<String> set) implements ControlFile {
    @Override
    public TraceFile open(OpenMode mode) {
        return new OpenFile(mode) {
            @Override
            protected String text() {
                return get.get();
            }

            @Override
            protected int take(byte[] bytes) {
                set.accept(new String(bytes, StandardCharsets.ISO_8859_1));
                return bytes.length;
            }
        };
    }
}
