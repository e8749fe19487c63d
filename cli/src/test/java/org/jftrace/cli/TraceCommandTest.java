package org.jftrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceCommandTest {
    @TempDir
    private Path folder;

    @Test
    void callsAreShownBetweenTheLinesOfTheProgram() {
        CommandResult result = CommandResult.of(
                "trace", CommandResult.guest("vfs.elf"), "-f", "vfs_mount", "--args", "1", "--clock", "counter");
        assertEquals(0, result.exitCode(), result.err());
        assertEquals("""
                #       TASK-PID  CPU          TIME  FUNCTION
                boot: a small kernel at EL0
                       vfs.elf-1 [000]            1: vfs_mount(0x405370) <- mount_all+0x28
                       vfs.elf-1 [000]            2: vfs_mount(0x405378) <- mount_all+0x3c
                       vfs.elf-1 [000]            3: vfs_mount(0x405380) <- kernel_main+0x20
                ramfs on /
                """, picture(result.out(), 0, 6));
        assertEquals("""
                halt: 0 failed checks

                     calls  function
                         3  vfs_mount
                         3  of 1 functions
                """, picture(result.out(), -5, 5));
    }

    @Test
    void asATreeCallsAreBlocksWithTheirResults() {
        CommandResult result = CommandResult.of(
                "trace",
                CommandResult.guest("vfs.elf"),
                "-f",
                "vfs_create",
                "-f",
                "ramfs_create",
                "--ret",
                "--clock",
                "counter");
        assertEquals(0, result.exitCode(), result.err());
        List<String> tree = result.out()
                .lines()
                .filter(line -> line.startsWith("   0) "))
                .map(line -> line.replaceAll("0x[0-9a-f]{4,}", "PTR"))
                .limit(3)
                .toList();
        assertEquals(List.of("   0) | vfs_create() {", "   0) |   ramfs_create() = PTR", "   0) | } = PTR"), tree);
    }

    @Test
    void resultsArePrintedAsTheirTypes() {
        CommandResult result = CommandResult.of(
                "trace",
                CommandResult.guest("vfs.elf"),
                "-f",
                "vfs_mounted",
                "-f",
                "vfs_init",
                "--type",
                "vfs_mounted=bool",
                "--type",
                "vfs_init=void",
                "--clock",
                "counter");
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.out().contains("   0) | vfs_init();\n"), result.out());
        assertTrue(result.out().contains("   0) | vfs_mounted() = true\n"), result.out());
    }

    @Test
    void aTypeThatIsNoneAndAFunctionThatIsNotThereAreNamed() {
        CommandResult type = CommandResult.of("trace", CommandResult.guest("vfs.elf"), "--type", "vfs_init=int");
        assertEquals(2, type.exitCode());
        assertTrue(type.err().contains("'int' is none of unknown, void, bool"), type.err());
        CommandResult function = CommandResult.of("trace", CommandResult.guest("vfs.elf"), "--type", "nothing=s32");
        assertEquals(1, function.exitCode());
        assertTrue(function.err().contains("--type nothing=s32: no traceable function"), function.err());
    }

    @Test
    void statPrintsTheProfileInTheKernelsColumns() {
        CommandResult result = CommandResult.of("stat", CommandResult.guest("vfs.elf"), "-f", "vfs_mount", "--quiet");
        assertEquals(0, result.exitCode(), result.err());
        List<String> lines = result.out().lines().toList();
        assertEquals(
                "  Function                               Hit    Time            Avg             s^2", lines.get(0));
        assertTrue(lines.get(2).matches("  vfs_mount {24} +3 ( +\\d+(\\.\\d{1,3})? us){3} +"), lines.get(2));
        assertEquals(3, lines.size());
    }

    /** Some of the lines, counted from the first or, if negative, from the end. */
    private static String picture(String text, int from, int count) {
        List<String> lines = text.lines().toList();
        int first = from < 0 ? lines.size() + from : from;
        return String.join("\n", lines.subList(first, first + count)) + "\n";
    }

    @Test
    void withAFileTheProgramHasStdoutForItself() throws IOException {
        Path trace = folder.resolve("trace.txt");
        CommandResult result = CommandResult.of(
                "trace", CommandResult.guest("vfs.elf"), "-f", "vfs_*", "-n", "vfs_r*", "-o", trace.toString());
        assertEquals(0, result.exitCode(), result.err());
        assertEquals(Files.readString(Path.of(CommandResult.guest("vfs.expected.txt"))), result.out());
        List<String> lines = Files.readAllLines(trace);
        assertTrue(lines.stream().anyMatch(line -> line.contains(": vfs_open(0x")), () -> String.join("\n", lines));
        assertTrue(lines.stream().noneMatch(line -> line.contains("vfs_read")), () -> String.join("\n", lines));
    }

    @Test
    void aLimitCutsTheTraceButNotTheTable() {
        CommandResult result = CommandResult.of(
                "trace", CommandResult.guest("vfs.elf"), "-f", "vfs_read", "--limit", "2", "--args", "0");
        List<String> calls = result.out()
                .lines()
                .filter(line -> line.contains("vfs_read() <- "))
                .toList();
        assertEquals(2, calls.size(), result.out());
        assertTrue(result.out().contains("       115  vfs_read"), result.out());
    }

    @Test
    void callsOnBothCpusAreShown() {
        CommandResult result =
                CommandResult.of("trace", CommandResult.guest("smp.elf"), "-f", "smp_*", "--cpus", "2", "--args", "0");
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.out().contains(" [000] "), result.out());
        assertTrue(result.out().contains(" [001] "), result.out());
    }
}
