package org.jftrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExploreCommandTest {
    private final Path folder;

    ExploreCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void saysWhatMustHold() {
        CommandResult result = CommandResult.of("explore", "--list", "bpf");
        assertEquals(0, result.exitCode());
        assertTrue(result.out().contains("bpf-swap-1") && result.out().contains("An image lives until"), result.out());
    }

    @Test
    void goesThroughAScenario() {
        CommandResult result = CommandResult.of("explore", "enable-1", "--no-progress");
        assertEquals(0, result.exitCode());
        assertTrue(result.out().contains("exhausted") && !result.out().contains("not exhausted"), result.out());
    }

    @Test
    void putsPartsTogether() throws IOException {
        String[] parts = {
            folder.resolve("0.csv").toString(), folder.resolve("1.csv").toString()
        };
        assertEquals(
                0,
                CommandResult.of("explore", "disable-1", "--shard", "0/2", "--out", parts[0])
                        .exitCode());
        assertEquals(
                0,
                CommandResult.of("explore", "disable-1", "--shard", "1/2", "--out", parts[1])
                        .exitCode());
        assertTrue(CommandResult.of("explore", "--merge", parts[0]).out().contains("parts [0] of 2"));
        Path merged = folder.resolve("merged.csv");
        CommandResult both =
                CommandResult.of("explore", "--merge", parts[0], parts[1], parts[1], "--out", merged.toString());
        assertTrue(both.out().contains(" exhausted") && !both.out().contains("parts ["), both.out());
        assertTrue(Files.readString(merged).contains(",0 1,"), Files.readString(merged));
    }

    @Test
    void showsTheStepsOfASchedule() {
        CommandResult result = CommandResult.of("explore", "enable-1", "--replay", "1x99");
        assertEquals(0, result.exitCode());
        assertTrue(result.out().contains("registers: SYNCHRONIZE is over"), result.out());
        assertTrue(result.out().contains("what went wrong: nothing"), result.out());
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertEquals(2, CommandResult.of("explore", "nonsense").exitCode());
        assertEquals(
                2, CommandResult.of("explore", "enable-1", "--shard", "2/2").exitCode());
        assertEquals(2, CommandResult.of("explore", "enable-1", "--bound", "0").exitCode());
        assertEquals(2, CommandResult.of("explore", "--replay", "0").exitCode());
        assertEquals(
                1, CommandResult.of("explore", "enable-1", "--replay", "zero").exitCode());
    }
}
