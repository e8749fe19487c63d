package org.jftrace.cli.compare;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An array of objects, one a row, keys as {@link Field} names them. */
final class JsonReport implements Report {
    @Override
    public void print(Comparison comparison, PrintWriter out) {
        out.println(comparison.rows().stream()
                .map(row -> "  " + object(comparison, row))
                .collect(Collectors.joining(",\n", "[\n", "\n]")));
        out.flush();
    }

    private static String object(Comparison comparison, Row row) {
        return Arrays.stream(Field.values())
                .map(field -> quoted(field.title()) + ": " + value(field.of(comparison, row)))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String value(@Nullable Object value) {
        return value instanceof String text ? quoted(text) : String.valueOf(value);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c < ' ') {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.append(c == '"' || c == '\\' ? "\\" : "").append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
