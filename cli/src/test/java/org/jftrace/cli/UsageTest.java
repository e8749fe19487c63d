package org.jftrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                         | Missing command: trace, stat, sites, run, sh, compare, explore or stress (see jftrace --help)
            trac                       | Unmatched argument at index 0: 'trac' (see jftrace --help)
            trace                      | Missing required parameter: 'ELF' (see jftrace trace --help)
            run a.elf b.elf            | Unmatched argument at index 2: 'b.elf' (see jftrace run --help)
            run a.elf --cpus 0         | Invalid value for option '--cpus': 0 is not in 1 to 64 (see jftrace run --help)
            run a.elf --cpus 65        | Invalid value for option '--cpus': 65 is not in 1 to 64 (see jftrace run --help)
            trace a.elf --args 17      | Invalid value for option '--args': 17 is not in 0 to 16 (see jftrace trace --help)
            trace a.elf --args -1      | Invalid value for option '--args': -1 is not in 0 to 16 (see jftrace trace --help)
            sh                         | Missing required parameter: 'ELF', or --kernel DIR (see jftrace sh --help)
            sh a.elf b c               | Unmatched argument: 'c' (see jftrace sh --help)
            compare --forks 0      | Invalid value for option '--forks': 0 is not at least 1 (see jftrace compare --help)
            compare --csv --json   | Error: --csv, --json are mutually exclusive (specify only one) (see jftrace compare --help)
            stress -m slow         | Invalid value for option '-m': expected one of [QUICK, DEFAULT, TOUGH] (case-insensitive) but was 'slow' (see jftrace stress --help)
            sites a.elf --limit 3      | Unknown options: '--limit', '3' (see jftrace sites --help)
            """)
    void wrongUsageIsOneLineAndExitCode2(String arguments, String message) {
        CommandResult result = CommandResult.of(
                arguments.isEmpty() ? new String[0] : arguments.trim().split(" +"));
        assertEquals(new CommandResult(2, "", "jftrace: " + message + System.lineSeparator()), result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "trace ", "sites ", "run ", "sh ", "compare ", "explore ", "stress "})
    void helpHasExamplesAndFitsInEightyColumns(String command) {
        CommandResult result = CommandResult.of((command + "--help").split(" "));
        assertEquals(0, result.exitCode());
        assertTrue(result.out().contains("Examples:\n  jftrace "), result.out());
        assertTrue(result.out().lines().allMatch(line -> line.length() <= 80), result.out());
        assertTrue(
                result.out()
                                .lines()
                                .filter(line -> line.startsWith("  jftrace "))
                                .count()
                        >= 2,
                result.out());
    }

    @Test
    void versionIsNamed() {
        assertEquals(
                new CommandResult(0, "jftrace 0.1.0-SNAPSHOT" + System.lineSeparator(), ""),
                CommandResult.of("--version"));
    }
}
