package org.jftrace.cli.sh.oracle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The recordings. */
final class Oracle {
    private static final Path FOLDER = Path.of("src", "test", "resources", "oracle");

    /** Where the kernel takes its memory from, differently on each boot. */
    private static final Pattern DYNAMIC = Pattern.compile("(0x|ops@)fff0[0-9a-f]{12}");

    private Oracle() {}

    static List<String> lines(String file) throws IOException {
        return Files.readAllLines(FOLDER.resolve(file));
    }

    static List<String> zippedLines(String file) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(FOLDER.resolve(file))), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    static List<String> scenarios() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve("scenarios"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".txt"))
                    .map(name -> name.replace(".txt", ""))
                    .sorted()
                    .toList();
        }
    }

    /** Whether something is compared; if not, the list says why. */
    static boolean compares(String scenario, String section) throws IOException {
        return lines("not-compared.tsv").stream()
                .map(line -> line.split("\t", -1))
                .noneMatch(row -> matches(row[0], scenario) && matches(row[1], section));
    }

    private static boolean matches(String listed, String name) {
        return listed.equals("*") || listed.equals(name);
    }

    /**
     * Leaves of a BPF image only that there is one: where it lies and how large it is, is each implementation's own. Nor are
     * the modules, which lay elsewhere in that boot, nor the size of {@code ftrace_caller}.
     */
    static String withoutImages(String text) {
        return text.replaceAll("(?m)^ffff80007[0-9a-f]{7}\t.*\n", "")
                .replaceAll("ftrace_caller\\+0x0/0x[0-9a-f]+", "ftrace_caller")
                .replaceAll("direct-->\\S+", "direct-->image")
                .replaceAll("\t9[4-7][0-9a-f]{6}\t[0-9a-f]{16}(?=\n)", "\tbl\timage")
                .replaceAll("\"bl (0x)?[0-9a-f]{16}\"", "\"bl image\"");
    }

    /** Names dynamic addresses in the order in which they appear: what is left is which of them are the same. */
    static String withoutAddresses(String text) {
        Map<String, String> names = new HashMap<>();
        return DYNAMIC.matcher(text)
                .replaceAll(match -> names.computeIfAbsent(
                        match.group().replaceFirst("0x|ops@", ""), address -> "dynamic-" + (names.size() + 1)));
    }
}
