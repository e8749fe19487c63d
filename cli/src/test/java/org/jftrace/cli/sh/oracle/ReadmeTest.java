package org.jftrace.cli.sh.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sessions in the documentation are what appears when they are typed. */
class ReadmeTest {
    private static final Pattern SESSION =
            Pattern.compile("(?s)```console\\n\\$ \\./jftrace sh --kernel samples/kernel\\n(.*?)```");
    private static final String PROMPT = "# ";

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "samples/kernel/README.md"})
    void theSessionIsAsShown(String document) throws IOException {
        Matcher session = SESSION.matcher(Files.readString(Path.of("..").resolve(document)));
        assertTrue(session.find(), document);
        StringBuilder screen = new StringBuilder();
        try (KernelShell shell = new KernelShell()) {
            session.group(1).lines().filter(line -> line.startsWith(PROMPT)).forEach(line -> {
                screen.append(line).append('\n');
                screen.append(shell.run(line.substring(PROMPT.length()) + "\n"));
            });
        }
        assertEquals(
                session.group(1),
                screen.toString()
                        .lines()
                        .map(line -> line.stripTrailing() + "\n")
                        .reduce("", String::concat));
    }
}
