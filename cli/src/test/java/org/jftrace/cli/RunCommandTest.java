package org.jftrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunCommandTest {
    @ParameterizedTest
    @CsvSource({"vfs.elf, 1", "vfs.elf, 3", "vfs-2.elf, 1", "vfs-bti-pac.elf, 2", "vfs-pie.elf, 1"})
    void theProgramSaysWhatItSaysUnderQemu(String program, String cpus) throws IOException {
        CommandResult result = CommandResult.of("run", CommandResult.guest(program), "--cpus", cpus);
        assertEquals(new CommandResult(0, expected("vfs"), ""), result);
    }

    @Test
    void theExitCodeIsTheProgramsOwn() throws IOException {
        CommandResult result = CommandResult.of("run", CommandResult.guest("hotloop.elf"), "--stats");
        assertEquals(51, result.exitCode());
        assertEquals(expected("hotloop"), result.out());
        assertTrue(
                result.err()
                        .matches("32\\d{7} instructions on 1 CPU in \\d+\\.\\d{3} s: \\d+\\.\\d million a second\\s+"),
                result.err());
    }

    private static String expected(String program) throws IOException {
        return Files.readString(Path.of(CommandResult.guest(program + ".expected.txt")));
    }
}
