package org.jftrace.cli.sh.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jftrace.site.CallSiteInfo;

/** What a shell's kernel shows, in the sections of a recording. */
final class State {
    private static final String NOP = "d503201f";
    private static final Pattern LITERAL = Pattern.compile("\\[(\\d+), \"[0-9a-f]{16}\", ([^]]*)]");
    private static final int MOST_LINES = 70;
    private static final int MOST_LINES_OF_INSTANCE = 4;

    private final KernelShell shell;
    private final List<String[]> words;
    private final Set<String> core;

    State(KernelShell shell) {
        this.shell = shell;
        words = shell.run("words").lines().map(line -> line.split("\t", -1)).toList();
        core = shell.ftrace().sites().stream()
                .filter(site -> site.module().isEmpty())
                .map(CallSiteInfo::ip)
                .map(Long::toHexString)
                .collect(Collectors.toSet());
    }

    /** What a section is about: a file, or the first word of its heading. */
    static String subject(String heading) {
        return heading.split("[: ]", 2)[0];
    }

    /** A recorded section as {@link #of} makes it. */
    static String comparable(String heading, String text) {
        return switch (subject(heading)) {
            case "literals" -> comparableLiterals(heading);
            case "callsite" -> heading + "\n";
            default -> "--- " + heading + "\n" + text + "\n";
        };
    }

    /** The same section, as it is here. */
    String of(String heading) throws IOException {
        return switch (subject(heading)) {
            case "literals" -> literals();
            case "callsite" -> branches();
            case "words" -> "--- " + heading + "\n" + wordsOfF();
            case "instances/foo" -> instance();
            default -> file(subject(heading));
        };
    }

    private String file(String name) {
        List<String> lines = shell.run("cat " + name).lines().toList();
        return "--- " + name + " (" + lines.size() + " lines)\n" + first(lines, MOST_LINES);
    }

    private static String first(List<String> lines, int most) {
        return String.join("\n", lines.subList(0, Math.min(lines.size(), most))) + "\n";
    }

    private String instance() {
        List<String> lines =
                shell.run("cat instances/foo/set_ftrace_filter").lines().toList();
        return "--- instances/foo: "
                + shell.run("cat instances/foo/current_tracer").strip() + " filter lines " + lines.size() + "\n"
                + first(lines, MOST_LINES_OF_INSTANCE);
    }

    private String literals() {
        Map<String, Integer> counts = new TreeMap<>();
        core().forEach(row -> counts.merge(
                row[2].replace("ops@", "0x") + "\", \"ip=" + (row[4].equals(NOP) ? "NOP" : "BL"), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(entry -> "[" + entry.getValue() + ", \"" + entry.getKey() + "\"]")
                .sorted()
                .collect(Collectors.joining("\n", "literals over all core sites\n", "\n"));
    }

    /** Without the value, which the symbol says too; sorted. */
    private static String comparableLiterals(String heading) {
        return LITERAL.matcher(heading)
                .results()
                .map(match -> "[" + match.group(1) + ", " + match.group(2) + "]")
                .sorted()
                .collect(Collectors.joining("\n", "literals over all core sites\n", "\n"));
    }

    private String branches() {
        Map<String, Long> counts = core().stream()
                .filter(row -> !row[5].isEmpty())
                .collect(Collectors.groupingBy(row -> row[5], TreeMap::new, Collectors.counting()));
        return "callsite words: {"
                + counts.entrySet().stream()
                        .map(entry -> "\"bl " + entry.getKey() + "\": " + entry.getValue())
                        .collect(Collectors.joining(", "))
                + "}\n";
    }

    private String wordsOfF() throws IOException {
        Set<String> ips = Files.readAllLines(shell.kernel().resolve("F.tsv")).stream()
                .skip(1)
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1)[2])
                .collect(Collectors.toSet());
        return words.stream()
                .filter(row -> ips.contains(row[0]))
                .map(row -> String.join("\t", Arrays.asList(row)) + "\n")
                .collect(Collectors.joining());
    }

    /** The rows of {@code words} that belong to the kernel itself. */
    List<String[]> core() {
        return words.stream().filter(row -> core.contains(row[0])).toList();
    }
}
