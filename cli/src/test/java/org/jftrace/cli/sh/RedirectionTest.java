package org.jftrace.cli.sh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedirectionTest {
    @TempDir
    private Path folder;

    @Test
    void echoWritesOnceAndTheRestAgainAfterAShortCount() {
        ShellRun run = ShellRun.of("echo a b > token; echo $?");
        assertEquals(List.of("token write a b\\n", "token write b\\n", "token close"), run.log());
        assertEquals("0\n", run.output());
    }

    @Test
    void aWriteThatFailsIsReportedWithTheErrnosText() {
        ShellRun run = ShellRun.of("echo a > bad; echo rc $?; cat file 2>/dev/null");
        assertEquals("sh: write error: Invalid argument\nrc 1\n", run.output());
    }

    @Test
    void catReportsForItself() {
        ShellRun run = ShellRun.of("cat x > bad; echo rc $?", new MemorySpace().with("x", "text"));
        assertEquals("cat: write error: Invalid argument\nrc 1\n", run.output());
    }

    @Test
    void aFileThatIsNotThereCannotBeOpened() {
        ShellRun run = ShellRun.of("echo a > x; echo $?; cat x; echo $?; cat < x; echo $?; wc -l x; grep a x; ls x");
        assertEquals("""
                sh: can't create x: nonexistent directory
                1
                cat: can't open 'x': No such file or directory
                1
                sh: can't open x: no such file
                1
                wc: x: No such file or directory
                grep: x: No such file or directory
                ls: x: No such file or directory
                """, run.output());
    }

    @Test
    void aFileHeldByExecIsClosedWhenItsLastDescriptorGoes() {
        ShellRun run = ShellRun.of("exec 3> file; echo a >&3; exec 4>&3; exec 3>&-; echo b >&4; exec 4>&-; echo c >&3");
        assertEquals(List.of("file write a\\n", "file write b\\n", "file close"), run.log());
        assertEquals("sh: 3: Bad file descriptor\n", run.output());
    }

    @Test
    void aSubshellsDescriptorsEndWithIt() {
        ShellRun run = ShellRun.of("exec 3>> file | true; exec 3>&-; echo a > file");
        assertEquals(List.of("file close", "file write a\\n", "file close"), run.log());
    }

    @Test
    void theFilesOfALoopAreOpenedOnce() {
        ShellRun run = ShellRun.of("for v in 1 2; do echo $v; nonsense; done > file 2>&1");
        assertEquals(
                List.of(
                        "file write 1\\n",
                        "file write sh: nonsense: not found\\n",
                        "file write 2\\n",
                        "file write sh: nonsense: not found\\n",
                        "file close"),
                run.log());
    }

    @Test
    void systemCallsAreMadeOneByOne() {
        ShellRun run = ShellRun.of("""
                open 3 > token
                write 3 "a b\\n"
                write 3 "bad"
                close 3
                write 3 "x"
                open 3 < y; echo $?
                open 3 >> file; write 3 "\\x00\\\\\\t"; close 3
                """);
        assertEquals("2\nEINVAL\nEBADF\nENOENT\n1\n3\n", run.output());
        assertEquals("file write \0\\\t", run.log().get(3));
    }

    @Test
    void pathsOfTheHostAreTheHosts() throws IOException {
        Path file = folder.resolve("out.txt");
        ShellRun run =
                ShellRun.of("echo a > %1$s; echo b >> %1$s; cat %1$s; ls %2$s; mkdir %2$s/d; rmdir %2$s/d; rmdir %2$s"
                        .formatted(file, folder));
        assertEquals("a\nb\nout.txt\nrmdir: '" + folder + "': Directory not empty\n", run.output());
        assertEquals("a\nb\n", Files.readString(file));
    }
}
