package org.jftrace.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestProgramsTest {
    private static final Path GUEST = Path.of("guest").toAbsolutePath();
    private static final String COMPILER = "aarch64-linux-gnu-gcc";
    private static final String EMULATOR = "qemu-aarch64";

    @Test
    void everyProgramIsListedAndEveryListedProgramIsThere() throws IOException {
        try (Stream<Path> files = Files.list(GUEST)) {
            List<String> there = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".elf"))
                    .sorted()
                    .toList();
            assertEquals(listedPrograms().stream().sorted().toList(), there);
        }
    }

    @Test
    void rebuildingGivesTheCheckedInPrograms(@TempDir Path built) throws Exception {
        needs(COMPILER);
        run(GUEST.resolve("build.sh").toString(), built.toString());
        if (installedTools().equals(Files.readString(GUEST.resolve("compiler.txt")))) {
            List<String> differing = new ArrayList<>();
            for (String program : listedPrograms()) {
                if (Files.mismatch(GUEST.resolve(program), built.resolve(program)) != -1) {
                    differing.add(program);
                }
            }
            assertEquals(List.of(), differing, "not the bytes that build.sh makes of the sources");
        } else {
            needs(EMULATOR);
            run(GUEST.resolve("check.sh").toString(), built.toString());
        }
    }

    @Test
    void programsBehaveUnderQemuAsRecorded() throws Exception {
        needs(EMULATOR);
        run(GUEST.resolve("check.sh").toString());
    }

    @Test
    void programsAreSmall() throws IOException {
        for (String program : listedPrograms()) {
            assertTrue(Files.size(GUEST.resolve(program)) < 100 * 1024, program);
        }
    }

    private static List<String> listedPrograms() throws IOException {
        return Files.readAllLines(GUEST.resolve("expected.txt")).stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    private static String installedTools() throws Exception {
        return run(COMPILER, "--version").lines().findFirst().orElseThrow() + "\n"
                + run("aarch64-linux-gnu-ld", "--version").lines().findFirst().orElseThrow() + "\n";
    }

    private static void needs(String tool) {
        boolean installed = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
        if (System.getenv("CI") != null) {
            assertTrue(installed, tool + " must be installed where CI is set");
        }
        assumeTrue(installed, tool + " is not installed");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> String.join(" ", command) + ":\n" + said);
        return said;
    }
}
