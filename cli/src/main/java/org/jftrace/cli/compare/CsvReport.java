package org.jftrace.cli.compare;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** A line a row, fields as {@link Field} names them; RFC 4180 but for the ends of lines. */
final class CsvReport implements Report {
    @Override
    public void print(Comparison comparison, PrintWriter out) {
        List<Field> fields = List.of(Field.values());
        line(out, fields.stream().map(Field::title).toList());
        for (Row row : comparison.rows()) {
            line(
                    out,
                    fields.stream()
                            .map(field -> field.of(comparison, row))
                            .map(value -> value == null ? "" : value.toString())
                            .toList());
        }
        out.flush();
    }

    private static void line(PrintWriter out, List<String> values) {
        out.print(values.stream().map(CsvReport::quoted).collect(Collectors.joining(",")) + "\n");
    }

    private static String quoted(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
