package org.jftrace.jcstress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the uber jar as a user would, briefly, and looks at what it printed. One case for each stress test, so that a
 * report names the one that failed.
 */
class QuickPassIT {
    private static final Pattern LISTED = Pattern.compile("JCTEST\\d+S(org\\.jftrace\\.[\\w.]+?)\\d+Sorg\\.jftrace");
    private static final Path SCRATCH = Path.of("target", "quick-pass");

    private static HarnessReport report = HarnessReport.parse(List.of());
    private static List<String> output = List.of();

    /** The harness writes its results into the working directory. */
    @BeforeAll
    static void runTheHarness() throws IOException, InterruptedException {
        Files.createDirectories(SCRATCH);
        try (Stream<Path> old = Files.list(SCRATCH)) {
            for (Path blob :
                    old.filter(file -> file.toString().endsWith(".bin.gz")).toList()) {
                Files.delete(blob);
            }
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-jar");
        command.add(Path.of(System.getProperty("jcstress.jar")).toAbsolutePath().toString());
        command.add("-v");
        command.addAll(List.of(System.getProperty("jcstress.options").split(" ")));
        Process harness = new ProcessBuilder(command)
                .directory(SCRATCH.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            harness.getOutputStream().close();
            byte[] bytes = harness.getInputStream().readAllBytes();
            output = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        } finally {
            harness.destroy();
            harness.waitFor();
        }
        Files.write(SCRATCH.resolve("output.txt"), output);
        report = HarnessReport.parse(output);
        System.out.println("jcstress: " + report.counts());
    }

    @Test
    void everythingPlannedRanAndPassed() {
        assertEquals(List.of(), report.complaints(), QuickPassIT::lastLines);
    }

    @TestFactory
    Stream<DynamicTest> everyTestOfTheModule() throws IOException {
        List<String> tests = listedTests();
        assertFalse(tests.isEmpty(), "META-INF/TestList names no test");
        return tests.stream()
                .map(test -> dynamicTest(
                        test.substring(test.lastIndexOf("jcstress.") + "jcstress.".length()),
                        () -> assertEquals(List.of(), report.complaints(test), QuickPassIT::lastLines)));
    }

    /** What the annotation processor found: lines of strings, each with its length in front. */
    private static List<String> listedTests() throws IOException {
        List<String> tests = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("target", "classes", "META-INF", "TestList"))) {
            Matcher listed = LISTED.matcher(line);
            if (listed.find()) {
                tests.add(listed.group(1));
            }
        }
        return tests;
    }

    private static String lastLines() {
        return String.join("\n", output.subList(Math.max(0, output.size() - 60), output.size()));
    }
}
