package org.jftrace.cli.sh.oracle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A recorded scenario.
 *
 * @param name of its file
 * @param commands that were typed
 * @param result output and status
 * @param sections heading to text, in order
 */
record Scenario(String name, String commands, String result, Map<String, String> sections) {
    private static final String RESULT = "### output/rc: ";
    private static final String HEADING = "--- ";

    private static String result(List<String> lines) {
        return lines.stream()
                .takeWhile(line -> !line.startsWith(HEADING))
                .collect(Collectors.joining("\n"))
                .substring(RESULT.length())
                .strip();
    }

    static Scenario read(String name) throws IOException {
        List<String> lines = Oracle.lines("scenarios/" + name + ".txt");
        int result = 0;
        while (!lines.get(result).startsWith(RESULT)) {
            result++;
        }
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> section = new ArrayList<>();
        for (String line : lines.subList(result + 1, lines.size())) {
            if (line.startsWith(HEADING)) {
                section = new ArrayList<>();
                sections.put(line.substring(HEADING.length()), section);
            } else if (!line.isEmpty()) {
                section.add(line);
            }
        }
        Map<String, String> texts = new LinkedHashMap<>();
        sections.forEach((heading, text) -> texts.put(heading, String.join("\n", text)));
        return new Scenario(
                name,
                String.join("\n", lines.subList(2, result)) + "\n",
                result(lines.subList(result, lines.size())),
                texts);
    }
}
