package org.jftrace.cli.sh.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the kernel's shell printed, this one prints. */
class TranscriptTest {
    private static final String PROMPT = "$ ";
    private static final String LIST = "--- list:\n";

    static List<String> transcripts() throws IOException {
        return Arrays.stream(
                        String.join("\n", Oracle.lines("filters.shell.txt")).split("(?m)^### ", -1))
                .filter(block -> !block.isBlank())
                .map(String::strip)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void theScreenIsTheSame(String block) throws IOException {
        String typed = block.lines()
                .filter(line -> line.startsWith(PROMPT))
                .findFirst()
                .orElseThrow();
        String screen = block.substring(block.indexOf(typed) + typed.length()).strip();
        try (KernelShell shell = new KernelShell()) {
            String printed = shell.run(typed.substring(PROMPT.length()) + "\n");
            String list = shell.run("head -n 8 set_ftrace_filter");
            assertEquals(screen, (printed + LIST + list).strip());
        }
    }
}
