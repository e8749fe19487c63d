package org.jftrace.cli.sh.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** After the same commands the control files read as the kernel's, and the words at the call sites are the kernel's. */
class ScenarioTest {
    /** Those of one letter were typed one after the other; these went on where others, maybe not recorded, had stopped. */
    private static final Map<String, String> BEFORE = Map.of(
            "c3_foo_only", """
                    mkdir instances/foo
                    cat F > set_ftrace_filter; echo function > current_tracer
                    cat F > instances/foo/set_ftrace_filter; echo function > instances/foo/current_tracer
                    """,
            "d1_after_disable_keep_filter", "cat F > set_ftrace_filter; echo function > current_tracer\n",
            "d2_after_reset", """
                    cat F > set_ftrace_filter; echo function > current_tracer
                    echo nop > current_tracer; echo > set_ftrace_filter
                    """,
            "d3_after_disable_all", "echo function > current_tracer\n");

    @TempDir
    private Path folder;

    static List<String> scenarios() throws IOException {
        List<String> compared = new ArrayList<>();
        for (String name : Oracle.scenarios()) {
            if (Oracle.compares(name, "words")) {
                compared.add(name);
            }
        }
        return compared;
    }

    private static String comparable(String name, CharSequence text) {
        String own = Oracle.withoutAddresses(text.toString());
        return name.startsWith("p") ? Oracle.withoutImages(own) : own;
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void allIsAsOnTheKernel(String name) throws IOException {
        Scenario recorded = Scenario.read(name);
        try (KernelShell shell =
                new KernelShell(FarModules.NEEDED_BY.equals(name) ? FarModules.in(folder) : KernelShell.KERNEL)) {
            assertEquals("", shell.run(BEFORE.getOrDefault(name, "")));
            String output = shell.run(recorded.commands()).strip() + " [rc " + shell.status() + "]";
            assertEquals(recorded.result(), output.strip());
            State state = new State(shell);
            StringBuilder expected = new StringBuilder();
            StringBuilder actual = new StringBuilder();
            for (Map.Entry<String, String> section : recorded.sections().entrySet()) {
                if (Oracle.compares(name, State.subject(section.getKey()))) {
                    expected.append(State.comparable(section.getKey(), section.getValue()));
                    actual.append(state.of(section.getKey()));
                }
            }
            assertEquals(comparable(name, expected), comparable(name, actual));
        }
    }
}
