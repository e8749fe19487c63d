package org.jftrace.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** RACES.md names tests that there are, and they name its rows. */
class RacesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([CSBR]\\d+) \\|.*$");
    private static final Pattern LINK = Pattern.compile("\\[(\\w+)]\\(([\\w./-]+\\.java)\\)");

    private static Map<String, List<Path>> rows() throws IOException {
        Map<String, List<Path>> rows = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(ROOT.resolve("RACES.md")));
        while (row.find()) {
            List<Path> tests = new ArrayList<>();
            Matcher link = LINK.matcher(row.group());
            while (link.find()) {
                Path test = ROOT.resolve(link.group(2));
                assertTrue(test.getFileName().toString().startsWith(link.group(1)), link.group());
                tests.add(test);
            }
            rows.put(row.group(1), tests);
        }
        return rows;
    }

    private static Stream<String> ids(String letter, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(n -> letter + n);
    }

    @Test
    void everyRaceHasItsTests() throws IOException {
        List<String> expected = Stream.of(ids("B", 5), ids("C", 15), ids("R", 9), ids("S", 7))
                .flatMap(ids -> ids)
                .sorted()
                .toList();
        assertEquals(expected, List.copyOf(rows().keySet()));
    }

    /** Or a range of rows in which it lies. */
    @Test
    void aTestNamesTheRaceThatItIsAbout() throws IOException {
        for (Map.Entry<String, List<Path>> row : rows().entrySet()) {
            assertTrue(!row.getValue().isEmpty(), row.getKey());
            for (Path test : row.getValue()) {
                assertTrue(
                        Pattern.compile("\\b" + row.getKey() + "\\b")
                                .matcher(Files.readString(test))
                                .find(),
                        () -> test + " does not name " + row.getKey());
            }
        }
    }
}
