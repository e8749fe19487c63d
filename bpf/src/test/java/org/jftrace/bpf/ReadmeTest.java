package org.jftrace.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The table in bpf/README.md names tests that there are. */
class ReadmeTest {
    private static final Pattern ROW = Pattern.compile("\\| (\\w+) \\| [^|]+ \\| `(\\w+)#(\\w+)` \\|");
    private static final Set<String> SELFTESTS = Set.of(
            "fentry",
            "fexit",
            "fentry_fexit",
            "modify_return",
            "lsm",
            "fexit_stress",
            "trampoline_count",
            "fexit_sleep",
            "get_func_ip",
            "get_func_args",
            "bpf_cookie",
            "kprobe_multi",
            "recursion");

    private static List<String> rows() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.startsWith("| "))
                .toList();
        assertEquals("| selftest | behaviour | test |", lines.get(0));
        return lines.subList(1, lines.size());
    }

    private static boolean isTest(String type, String method) throws ClassNotFoundException {
        return Arrays.stream(Class.forName("org.jftrace.bpf." + type).getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(method))
                .anyMatch(candidate -> candidate.isAnnotationPresent(Test.class)
                        || candidate.isAnnotationPresent(ParameterizedTest.class));
    }

    @Test
    void everyTestThatTheTableNamesExists() throws IOException, ClassNotFoundException {
        List<String> missing = new ArrayList<>();
        for (String row : rows()) {
            Matcher matcher = ROW.matcher(row);
            if (!matcher.matches() || !isTest(matcher.group(2), matcher.group(3))) {
                missing.add(row);
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void everySelftestHasARow() throws IOException {
        Set<String> named = new LinkedHashSet<>();
        for (String row : rows()) {
            named.add(row.split("\\|", 3)[1].strip());
        }
        assertEquals(SELFTESTS, named);
    }
}
