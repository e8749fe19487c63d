package org.jftrace.cli.sh.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FarModulesTest {
    private static final int WORDS = 4;
    private static final int LITERAL = 5;
    private static final int WORDS_AT_TARGET = 9;

    @TempDir
    private Path folder;

    @Test
    void aModuleOutOfReachGoesThroughItsPlt() throws IOException {
        try (KernelShell shell = new KernelShell(FarModules.in(folder))) {
            assertEquals("", shell.run("cat F > set_ftrace_filter; echo function > current_tracer\n"));
            Map<String, String[]> words = shell.run("words")
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .collect(Collectors.toMap(row -> row[0], Function.identity()));
            List<String[]> sites = FarModules.sites();
            assertEquals(7, sites.size());
            for (String[] site : sites) {
                String[] row = words.get(FarModules.ip(site));
                assertEquals(site[1], row[1]);
                assertEquals(site[LITERAL], "lit=" + row[2]);
                assertTrue(site[WORDS].contains(" " + row[3] + " " + row[4] + " "), () -> String.join(" ", row));
                assertEquals(Long.toHexString(FarModules.plt(site)), row[5]);
                assertEquals(site[WORDS_AT_TARGET].substring(0, 43), "bytes_at_target=" + words(shell, site));
            }
        }
    }

    /** The three words of the PLT entry. */
    private static String words(KernelShell shell, String[] site) {
        long plt = FarModules.plt(site);
        return "%08x %08x %08x".formatted(shell.word(plt), shell.word(plt + 4), shell.word(plt + 8)) + " ";
    }
}
