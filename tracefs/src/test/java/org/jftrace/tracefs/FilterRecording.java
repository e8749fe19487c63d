package org.jftrace.tracefs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** A line of {@code filters.tsv}: what was done to a filter file of a real kernel, and what was in it afterwards. */
record FilterRecording(
        String name, String file, String steps, String result, int count, String sha, String header, String list) {
    static List<FilterRecording> all() throws IOException {
        InputStream in = Objects.requireNonNull(FilterRecording.class.getResourceAsStream("/oracle/filters.tsv"));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).map(FilterRecording::parse).toList();
        }
    }

    private static FilterRecording parse(String line) {
        String[] f = line.split("\t", -1);
        return new FilterRecording(f[0], f[1], f[2], f[3], Integer.parseInt(f[4]), f[5], f[6], f[7]);
    }

    /** Undoes what the recording did so that a line is a line. */
    static byte[] unescape(String text) {
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                bytes.append(c);
                continue;
            }
            char e = text.charAt(++i);
            switch (e) {
                case 'n' -> bytes.append('\n');
                case 't' -> bytes.append('\t');
                case 'r' -> bytes.append('\r');
                case 'x' -> {
                    bytes.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                default -> bytes.append(e);
            }
        }
        return bytes.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return name + " " + file + " " + (steps.length() > 60 ? steps.substring(0, 60) + "…" : steps);
    }
}
