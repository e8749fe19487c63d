package org.jftrace.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** What slf4j-simple writes to standard error, from construction to close. */
public final class CapturedLog implements AutoCloseable {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public CapturedLog() {
        System.setErr(new PrintStream(bytes, true, UTF_8));
    }

    public long linesWith(String text) {
        return bytes.toString(UTF_8).lines().filter(line -> line.contains(text)).count();
    }

    @Override
    public void close() {
        System.setErr(before);
    }
}
