package org.jftrace.cli.sh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolsTest {
    private static final MemorySpace FILES =
            new MemorySpace().with("x", "vfs_read (1)\nvfs_write\nkfree\n").with("y", "one\n");

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            wc -l x                      => 3 x
            cat x | wc -l                => 3
            wc -l < x                    => 3
            wc -l x y                    => ~        3 x|        1 y|        4 total~
            head -n 1 x                  => vfs_read (1)
            head -2 x                    => vfs_read (1)|vfs_write
            head x | wc -l               => 3
            head -n 0 x; echo $?         => 0
            grep vfs x                   => vfs_read (1)|vfs_write
            grep -c vfs x                => 2
            grep -c nothing x; echo $?   => 0|1
            grep -v vfs x                => kfree
            grep -q vfs x; echo $?       => 0
            grep '(1)' x                 => vfs_read (1)
            grep 'k\\|w' x               => vfs_write|kfree
            grep -n k x                  => 3:kfree
            grep -iE 'K|W' x             => vfs_write|kfree
            tail -n 1 x                  => kfree
            tail -2 x                    => vfs_write|kfree
            grep '^k[^x]*e$' x           => kfree
            grep 'r\\(i\\|e\\)' x y      => x:vfs_read (1)|x:vfs_write|x:kfree
            grep '[' x                   => grep: bad regex '[': Unclosed character class
            cat y y                      => one|one
            cat y nothing                => one|cat: can't open 'nothing': No such file or directory
            cat - < y                    => one
            sleep x                      => sleep: usage: sleep SECONDS
            sleep 0.001; echo $?         => 0
            wc x                         => wc: usage: wc -l [FILE...]
            printf -- '%5s.\\n' a         => ~    a.~
            printf '%-3s.%04d\\n' a 7     => a  .0007
            printf '%c%X%o\\n' abc 255 8  => aFF10
            printf '%b\\n' 'a\\tb'          => a\tb
            printf '%d\\n' x; echo $?     => sh: invalid number 'x'|0|1
            printf %q                    => printf: %q: invalid format
            """)
    void aCommandPrints(String script, String expected) {
        assertEquals(
                expected.replace('|', '\n') + "\n", ShellRun.of(script, FILES).output());
    }

    @Test
    void directoriesAreMadeListedAndRemoved() {
        ShellRun run =
                ShellRun.of("mkdir instances/a; mkdir instances/a; ls instances; rmdir instances/a instances/b; ls");
        assertEquals("""
                mkdir: can't create directory 'instances/a': File exists
                a
                rmdir: 'instances/b': No such file or directory
                bad
                file
                instances
                token
                """, run.output());
    }
}
