package org.jftrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShCommandTest {
    private static final String KERNEL = Path.of("..", "samples", "kernel").toString();

    @TempDir
    private Path folder;

    private static CommandResult onKernel(String script) {
        return CommandResult.ofInput(script, "sh", "--kernel", KERNEL);
    }

    @Test
    void theWordsOfASiteAreShownInTheColumnsOfTheRecording() {
        CommandResult result = onKernel("words vfs_read; words nothing; words | wc -l");
        assertEquals(
                new CommandResult(
                        0,
                        "ffff8000804522dc\tvfs_read\tftrace_nop_ops\taa1e03e9\td503201f\t\n48220\n",
                        "words: nothing: no call site of that name\n"),
                result);
    }

    @Test
    void modulesGoAndCome() {
        CommandResult result = onKernel("""
                rmmod loop
                wc -l < available_filter_functions
                rmmod loop
                insmod loop
                insmod loop
                insmod nothing
                insmod
                wc -l < available_filter_functions
                """);
        assertEquals("48175\n48220\n", result.out());
        assertEquals("""
                rmmod: can't unload module 'loop': No such file or directory
                insmod: can't insert 'loop': File exists
                insmod: can't insert 'nothing': No such file or directory
                insmod: usage: insmod MODULE
                """, result.err());
    }

    @Test
    void theStatusIsThatOfTheLastCommand() throws IOException {
        assertEquals(new CommandResult(1, "", ""), onKernel("true\nfalse"));
        assertEquals(new CommandResult(7, "a\n", ""), onKernel("echo a\nexit 7\necho b\n"));
        assertEquals(new CommandResult(0, "", ""), onKernel(""));
        Path script =
                Files.writeString(folder.resolve("script.sh"), "for v in a \\\n  b\ndo\n  echo \"$v\n\"\ndone; cat");
        assertEquals(
                new CommandResult(0, "a\n\nb\n\ntyped", ""),
                CommandResult.ofInput("typed", "sh", "--kernel", KERNEL, script.toString()));
    }

    @Test
    void aSyntaxErrorEndsTheScriptWithOneLine() {
        assertEquals(
                new CommandResult(2, "a\n", "sh: syntax error: unexpected \"done\"\n"),
                onKernel("echo a\ndone\necho b\n"));
        assertEquals(
                new CommandResult(2, "", "sh: syntax error: unexpected end of file, ' is missing\n"),
                onKernel("echo 'a"));
    }

    @Test
    void theFunctionsOfAProgramAreCalledByRun() {
        CommandResult result = CommandResult.ofInput("""
                words vfs_read | wc -l
                run nothing
                run
                run vfs_read x
                run vfs_read 1 2 3 4 5 6 7 8 9
                insmod loop
                """, "sh", CommandResult.guest("vfs.elf"));
        assertEquals("1\n", result.out());
        assertEquals("""
                run: nothing: No such file or directory
                run: usage: run SYMBOL [ARG...], with 0 to 8 arguments
                run: 'x' is no number
                run: usage: run SYMBOL [ARG...], with 0 to 8 arguments
                insmod: can't insert 'loop': No such file or directory
                """, result.err());
        assertEquals(1, result.exitCode());
    }

    @Test
    void aKernelsTextIsNotExecuted() {
        assertEquals(new CommandResult(1, "", "run: vfs_read: Function not implemented\n"), onKernel("run vfs_read"));
    }

    @Test
    void aFolderThatIsNoRecordingIsRefusedInOneLine() {
        CommandResult result = CommandResult.of("sh", "--kernel", folder.toString());
        assertEquals(1, result.exitCode());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().startsWith("jftrace: " + folder), result.err());
    }
}
