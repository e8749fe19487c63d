package org.jftrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {
    private static final int E_MACHINE = 18;
    private static final int EM_X86_64 = 62;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"trace", "sites", "run", "sh"})
    void aMissingFileIsNamed(String command) {
        assertOneLine(CommandResult.of(command, "/no/such/file"), "/no/such/file: no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"trace", "sites", "run", "sh"})
    void aProgramForAnotherProcessorIsRefused(String command) throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(CommandResult.guest("vfs.elf")));
        bytes[E_MACHINE] = EM_X86_64;
        assertRefused(command, bytes, "62");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 40, 100, 5000, 20000, 34000})
    void aTruncatedProgramIsRefused(int length) throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(CommandResult.guest("vfs.elf")));
        assertRefused("run", Arrays.copyOf(bytes, length), "");
    }

    @Test
    void aTextFileIsRefused() {
        CommandResult result = CommandResult.of("run", CommandResult.guest("README.md"));
        assertOneLine(result, "ELF");
    }

    @Test
    void aFolderIsRefused() {
        assertOneLine(CommandResult.of("run", folder.toString()), folder.toString());
    }

    @Test
    void aFilterThatMatchesNothingIsNamedAndTheProgramDoesNotRun() {
        CommandResult result = CommandResult.of("trace", CommandResult.guest("vfs.elf"), "-f", "xfs_*");
        assertOneLine(result, "xfs_*");
        assertTrue(result.err().startsWith("jftrace: EINVAL: "), result.err());
    }

    @Test
    void anOutputFileThatCannotBeWrittenIsNamedAndTheProgramDoesNotRun() {
        CommandResult result =
                CommandResult.of("trace", CommandResult.guest("vfs.elf"), "-o", "/no/such/folder/trace.txt");
        assertOneLine(result, "/no/such/folder/trace.txt");
    }

    private void assertRefused(String command, byte[] program, String named) throws IOException {
        Path file = Files.write(folder.resolve("bad.elf"), program);
        CommandResult result = CommandResult.of(command, file.toString());
        assertOneLine(result, named);
        assertTrue(result.err().contains(file.toString()), result.err());
    }

    private static void assertOneLine(CommandResult result, String named) {
        assertEquals(1, result.exitCode(), result.toString());
        assertEquals("", result.out());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().startsWith("jftrace: "), result.err());
        assertTrue(result.err().contains(named), result.err());
        assertTrue(result.err().length() < 300, result.err());
    }
}
