package org.jftrace.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The weakenings can still be made, and RACES.md has a row for each. Making them takes an hour, so that is done by hand. */
class WeakeningsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (W\\d+) \\|");

    private static List<List<String>> weakenings() throws IOException {
        String list = Files.readString(ROOT.resolve("jcstress/src/weakenings/list.txt"));
        return Stream.of(list.split("\n\n"))
                .map(block -> block.lines().toList())
                .filter(lines -> lines.get(0).matches("W\\d+ .*"))
                .toList();
    }

    private static String id(List<String> weakening) {
        return weakening.get(0).split(" ", 2)[0];
    }

    @Test
    void whatIsToBeWeakenedIsThereOnce() throws IOException {
        for (List<String> weakening : weakenings()) {
            String source = Files.readString(ROOT.resolve(weakening.get(1)));
            String before = weakening.stream()
                    .filter(line -> line.startsWith("-"))
                    .map(line -> line.substring(1))
                    .collect(Collectors.joining("\n"));
            int at = source.indexOf(before);
            assertTrue(!before.isEmpty() && at >= 0, () -> id(weakening) + " does not fit " + weakening.get(1));
            assertEquals(-1, source.indexOf(before, at + 1), () -> id(weakening) + " fits twice");
        }
    }

    @Test
    void eachHasARow() throws IOException {
        List<String> rows = ROW.matcher(Files.readString(ROOT.resolve("RACES.md")))
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();
        assertEquals(
                rows,
                List.copyOf(
                        weakenings().stream().map(WeakeningsTest::id).collect(Collectors.toCollection(TreeSet::new))));
    }
}
