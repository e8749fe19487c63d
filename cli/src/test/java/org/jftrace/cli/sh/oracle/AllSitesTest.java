package org.jftrace.cli.sh.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllSitesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a3_function_all", "b3_graph_all"})
    void everyCallSiteOfTheKernelIsAsOnTheKernel(String name) throws IOException {
        List<String> recorded = Oracle.zippedLines("scenarios/" + name + ".allsites.tsv.gz");
        try (KernelShell shell = new KernelShell()) {
            assertEquals("", shell.run(Scenario.read(name).commands()));
            List<String> rows = new State(shell)
                    .core().stream()
                            .map(row -> row[0] + "\t" + row[2] + "\t" + row[4])
                            .toList();
            assertEquals(48_048, rows.size());
            assertEquals(String.join("\n", recorded.subList(1, recorded.size())), String.join("\n", rows));
        }
    }

    /** Pages and groups are another matter: not-compared.tsv. */
    @Test
    void asManyCallSitesAreKnownAsOnTheKernel() throws IOException {
        String recorded = Scenario.read("00_base").sections().get("dyn_ftrace_total_info (1 lines)");
        try (KernelShell shell = new KernelShell()) {
            assertEquals(
                    String.valueOf(recorded).split(" ", 2)[0],
                    shell.run("cat dyn_ftrace_total_info\n").split(" ", 2)[0]);
        }
    }
}
