package org.jftrace.arm64.a64.witness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The vector file: words and what GNU objdump prints for them, every word standing at {@link #PC}. */
public final class Vectors {
    /** The address at which every word stands. */
    public static final long PC = 0x7_0000_0000L;

    private static final String RESOURCE = "/a64/vectors.txt";

    private Vectors() {}

    /** A word and its text. */
    public record Vector(int word, String text) {}

    /** All vectors. */
    public static List<Vector> read() throws IOException {
        InputStream stream = Objects.requireNonNull(Vectors.class.getResourceAsStream(RESOURCE), RESOURCE);
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> new Vector(Integer.parseUnsignedInt(line.substring(0, 8), 16), line.substring(10)))
                    .toList();
        }
    }
}
