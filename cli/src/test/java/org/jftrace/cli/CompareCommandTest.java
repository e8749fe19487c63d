package org.jftrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

class CompareCommandTest {
    private static final String RENEW = """
            what a traced call costs has changed. If that is meant, renew the table by
                ./jftrace compare --no-time --csv > cli/src/test/resources/compare/counts.csv
            and the one in docs/comparison.md by ./jftrace compare --no-time
            """;
    private static final Pattern SHOWN =
            Pattern.compile("(?s)```console\\n\\$ \\./jftrace compare --no-time\\n(.*?)```");
    private static final int REFUSED = 2;

    private static CommandResult compare(String... options) {
        String[] all = new String[options.length + 2];
        all[0] = "compare";
        all[1] = CommandResult.guest("vfs.elf");
        System.arraycopy(options, 0, all, 2, options.length);
        CommandResult result = CommandResult.of(all);
        assertEquals("", result.err());
        assertEquals(0, result.exitCode());
        return result;
    }

    private static String checkedIn() throws IOException {
        try (InputStream table = CompareCommandTest.class.getResourceAsStream("/compare/counts.csv")) {
            return new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theCountsAreThoseOfTheCheckedInTable() throws IOException {
        assertEquals(checkedIn(), compare("--no-time", "--csv").out(), RENEW);
    }

    @Test
    void thePageShowsWhatIsPrinted() throws IOException {
        Matcher shown = SHOWN.matcher(Files.readString(Path.of("..", "docs", "comparison.md")));
        assertTrue(shown.find());
        assertEquals(shown.group(1), compare("--no-time").out(), RENEW);
    }

    @Test
    void jsonSaysWhatCsvSays() throws IOException {
        List<String> csv = checkedIn().lines().toList();
        List<String> json = compare("--no-time", "--json").out().lines().toList();
        assertEquals("[", json.get(0));
        assertEquals("]", json.get(json.size() - 1));
        assertEquals(csv.size() - 1, json.size() - 2);
        String[] titles = csv.get(0).split(",", -1);
        for (int row = 1; row < csv.size(); row++) {
            String[] values = csv.get(row).split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
            StringBuilder object = new StringBuilder();
            for (int i = 0; i < titles.length; i++) {
                boolean text = i < 2 || i == titles.length - 1;
                String value =
                        values[i].isEmpty() ? "null" : text ? '"' + values[i].replace("\"", "") + '"' : values[i];
                object.append(i == 0 ? "" : ", ").append('"' + titles[i] + "\": " + value);
            }
            assertEquals("  {" + object + "}" + (row == csv.size() - 1 ? "" : ","), json.get(row));
        }
    }

    @Test
    void timesAreMeasuredOfAllRoutesThatAreNotRefused() {
        List<String> rows =
                compare("--forks", "1", "--rounds", "2", "--csv").out().lines().toList();
        List<String> titles = List.of(rows.get(0).split(",", -1));
        int nanos = titles.indexOf("nanoseconds");
        int untimed = 0;
        for (String row : rows.subList(1, rows.size())) {
            String value = row.split(",", -1)[nanos];
            untimed += value.isEmpty() ? 1 : 0;
            assertTrue(value.isEmpty() ? row.contains("ENOTSUPP") : Double.parseDouble(value) > 0, row);
        }
        assertEquals(REFUSED, untimed);
    }

    @Test
    void theChartNamesEachRoute(@TempDir Path folder) throws IOException, ParserConfigurationException, SAXException {
        Path file = folder.resolve("chart.svg");
        compare("--no-time", "--svg", file.toString());
        DocumentBuilderFactory parsers = DocumentBuilderFactory.newInstance();
        parsers.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        Document chart = parsers.newDocumentBuilder().parse(file.toFile());
        String text = chart.getDocumentElement().getTextContent();
        for (String route : List.of("ops 100+0", "direct far", "fprobe entry+exit", "kretprobe", "lsm fprobe")) {
            assertTrue(text.contains(route), text);
        }
        assertTrue(text.contains("guest instructions"), text);
    }
}
